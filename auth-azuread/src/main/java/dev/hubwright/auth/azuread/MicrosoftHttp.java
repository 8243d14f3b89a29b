package dev.hubwright.auth.azuread;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.hubwright.api.HttpPolicy;
import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Talks to Microsoft: in bounded time, with bounded answers, and never where it did not mean to go. Thread-safe. */
final class MicrosoftHttp {

    private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

    private final AzureAdConfig config;
    private final HttpPolicy given;
    private volatile boolean closed;
    private Line line;

    MicrosoftHttp(AzureAdConfig config, HttpPolicy given) {
        this.config = config;
        this.given = given;
    }

    /** An answer of any status. */
    record Answer(int status, Map<String, List<String>> headers, String body) {

        /** The object in JSON that it is. */
        Map<String, Object> json() throws IOException {
            try {
                return JSONObjectUtils.parse(body);
            } catch (ParseException e) {
                // What it says may quote the answer.
                throw new IOException("the answer with status " + status + " is no object in JSON");
            }
        }

        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .flatMap(entry -> entry.getValue().stream())
                    .findFirst();
        }
    }

    private record Line(HttpClient client, HttpPolicy policy) {}

    void close() {
        closed = true;
    }

    /** Sends a request, and gives an answer of any status but a redirect. */
    Answer send(HttpRequest.Builder request, URI target) throws IOException, InterruptedException {
        if (closed) {
            throw new IOException("this authenticator was closed");
        }
        Line open = line();
        proxyLogin(open.policy(), target).ifPresent(login -> request.header("Proxy-Authorization", login));
        CompletableFuture<HttpResponse<String>> answer =
                open.client().sendAsync(request.uri(target).build(), info -> new LimitedBody(LONGEST_ANSWER));
        try {
            HttpResponse<String> response =
                    answer.get(open.policy().responseTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() / 100 == 3) {
                throw new IOException("it redirects, and nothing is sent on elsewhere; correct the address");
            }
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(
                    "no answer within " + open.policy().responseTimeout().toSeconds() + " s");
        } finally {
            answer.cancel(true);
        }
    }

    /** Gets an object in JSON. */
    Map<String, Object> json(URI target, String what) throws ProviderException, InterruptedException {
        try {
            Answer answer = send(HttpRequest.newBuilder().header("Accept", "application/json"), target);
            if (answer.status() != 200) {
                throw new IOException("it answers with status " + answer.status());
            }
            return answer.json();
        } catch (IOException e) {
            throw outage("Cannot get " + what + " from " + target, e);
        }
    }

    ProviderException outage(String detail, Exception cause) {
        return ProviderException.retryable(
                config.service() + " cannot be reached; try again in a minute.",
                detail + ": " + Words.printable(cause.getMessage() == null ? cause : cause.getMessage()),
                cause);
    }

    /** Made when it is first needed, because it reads files. */
    private synchronized Line line() throws IOException {
        if (line == null) {
            HttpPolicy policy = HttpOptions.applied(config.settings(), given);
            try {
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(policy.connectTimeout())
                        .sslContext(Pem.trusting(policy.authorities()))
                        .proxy(new Proxies(policy))
                        .build();
                line = new Line(client, policy);
            } catch (GeneralSecurityException e) {
                throw new IOException("the authorities to trust cannot be read: " + e.getMessage(), e);
            }
        }
        return line;
    }

    // Not by an Authenticator: with one, the client puts its own Authorization in the place of ours.
    private static Optional<String> proxyLogin(HttpPolicy policy, URI target) {
        return policy.proxyFor(target)
                .map(URI::getUserInfo)
                .map(login -> "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    private static final class Proxies extends ProxySelector {

        private final HttpPolicy policy;

        Proxies(HttpPolicy policy) {
            this.policy = policy;
        }

        @Override
        public List<Proxy> select(URI target) {
            return List.of(policy.proxyFor(target)
                    .map(uri -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), uri.getPort())))
                    .orElse(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI target, SocketAddress address, IOException e) {}
    }
}
