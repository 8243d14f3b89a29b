package dev.hubwright.auth.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
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
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Talks to the identity provider: in bounded time, with bounded answers, and never where it did not mean to go. Thread-safe.
 */
final class ProviderHttp {

    private static final int LONGEST_ANSWER = 1024 * 1024;

    private final HttpOptions options;
    private final HttpPolicy policy;
    private final String service;
    private volatile boolean closed;
    private HttpClient client;

    ProviderHttp(OidcConfig config, HttpPolicy policy) {
        this.options = config.http();
        this.policy = policy;
        this.service = config.service();
    }

    /** An answer of any status. */
    record Answer(int status, String type, String body) {

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    void close() {
        closed = true;
    }

    /**
     * Asks, and gives whatever is not a redirect or a fault of the server.
     *
     * @param what what was asked for, for the operator
     */
    Answer exchange(HTTPRequest request, String what) throws ProviderException, InterruptedException {
        try {
            HttpResponse<String> response = send(request);
            if (response.statusCode() >= 500 || response.statusCode() == 429) {
                throw outage(request, what, "it answers with status " + response.statusCode(), null);
            }
            if (response.statusCode() >= 300 && response.statusCode() < 400) {
                throw outage(
                        request, what, "it redirects, and nothing is sent on elsewhere; correct the address", null);
            }
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    response.body());
        } catch (IllegalArgumentException e) {
            // What it says quotes the address or the header.
            throw outage(request, what, "the address or a token of it cannot be used in a request", null);
        } catch (TimeoutException e) {
            throw outage(request, what, "no answer within " + patience().toSeconds() + " s", null);
        } catch (IOException | GeneralSecurityException e) {
            throw outage(request, what, Words.of(e), e);
        }
    }

    /** The same for an answer that has to be an object in JSON. */
    Map<String, Object> json(HTTPRequest request, String what) throws ProviderException, InterruptedException {
        Answer answer = exchange(request, what);
        if (!answer.isSuccess()) {
            throw outage(request, what, "it answers with status " + answer.status(), null);
        }
        return json(answer, request.getURI(), what);
    }

    Map<String, Object> json(Answer answer, URI address, String what) throws ProviderException {
        try {
            return JSONObjectUtils.parse(answer.body());
        } catch (ParseException e) {
            // What it says may quote the answer.
            String type = answer.type().isEmpty() ? "nothing" : Words.printable(answer.type());
            throw outage(address, what, "it answers with " + type + ", which is not an object in JSON", null);
        }
    }

    private HttpResponse<String> send(HTTPRequest request)
            throws IOException, GeneralSecurityException, TimeoutException, InterruptedException {
        if (closed) {
            throw new IOException("this authenticator was closed");
        }
        HttpRequest.Builder copy = HttpRequest.newBuilder(request.getURI());
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> copy.header(name, value)));
        if (request.getAccept() == null) {
            copy.header("Accept", "application/json");
        }
        // Not by an Authenticator: with one, the client puts its own Authorization in the place of ours.
        proxyLogin(request.getURI()).ifPresent(login -> copy.header("Proxy-Authorization", login));
        copy.method(
                request.getMethod().name(),
                request.getBody() == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(request.getBody()));
        CompletableFuture<HttpResponse<String>> answer =
                client().sendAsync(copy.build(), info -> new LimitedBody(LONGEST_ANSWER));
        try {
            return answer.get(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private Duration patience() {
        return options.requestTimeout().orElse(policy.responseTimeout());
    }

    /** Made when it is first needed, because it reads files. */
    private synchronized HttpClient client() throws IOException, GeneralSecurityException {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(options.connectTimeout().orElse(policy.connectTimeout()))
                    .sslContext(Tls.context(options, policy.authorities()))
                    .proxy(new Proxies())
                    .build();
        }
        return client;
    }

    private ProviderException outage(HTTPRequest request, String what, String why, Throwable cause) {
        return outage(request.getURI(), what, why, cause);
    }

    /** Says the address without its parameters and without a login in it, which may be secret. */
    private ProviderException outage(URI address, String what, String why, Throwable cause) {
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        String shown = address.getScheme() + "://" + address.getHost() + port + address.getRawPath();
        return ProviderException.retryable(
                service + " cannot be reached; try again in a minute.",
                "Cannot get " + what + " from " + shown + ": " + why,
                cause);
    }

    private Optional<URI> proxyFor(URI target) {
        return options.proxy().or(() -> policy.proxyFor(target));
    }

    private Optional<String> proxyLogin(URI target) {
        return options.proxyLogin()
                .or(() -> options.proxy().isPresent()
                        ? Optional.empty()
                        : policy.proxyFor(target).map(URI::getUserInfo))
                .map(login -> "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    private final class Proxies extends ProxySelector {

        @Override
        public List<Proxy> select(URI target) {
            return List.of(proxyFor(target)
                    .map(uri -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), uri.getPort())))
                    .orElse(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI target, SocketAddress address, IOException e) {}
    }
}
