package dev.hubwright.auth.oidc;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code http_request_kwargs} and {@code validate_server_cert} say: the words of Tornado's {@code HTTPRequest}. */
final class HttpOptions {

    private static final Set<String> KNOWN = Set.of(
            "proxy_host",
            "proxy_port",
            "proxy_username",
            "proxy_password",
            "ca_certs",
            "client_cert",
            "client_key",
            "validate_cert",
            "connect_timeout",
            "request_timeout");

    private final Map<String, String> written;
    private final boolean verifies;

    private HttpOptions(Map<String, String> written, boolean verifies) {
        this.written = written;
        this.verifies = verifies;
    }

    static HttpOptions of(Settings settings) {
        Map<String, String> written = new LinkedHashMap<>();
        if (settings.find(OAuthSettings.HTTP_REQUEST_KWARGS).orElse(null) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value != null) {
                    written.put(String.valueOf(key), String.valueOf(value));
                }
            });
        }
        boolean verifies = settings.get(OAuthSettings.VALIDATE_SERVER_CERT)
                && !written.getOrDefault("validate_cert", "true").equalsIgnoreCase("false");
        return new HttpOptions(written, verifies);
    }

    static List<Problem> problems(Settings settings) {
        Optional<Object> value = settings.find(OAuthSettings.HTTP_REQUEST_KWARGS);
        String path = OidcSettings.path(OAuthSettings.HTTP_REQUEST_KWARGS);
        if (value.isPresent() && !(value.get() instanceof Map)) {
            return List.of(Problem.of(path, "must be a map, such as {ca_certs: /etc/ssl/ca.pem}"));
        }
        HttpOptions options = of(settings);
        List<Problem> problems = new ArrayList<>();
        options.written.keySet().stream()
                .filter(key -> !KNOWN.contains(key))
                .forEach(key -> problems.add(Problem.of(path, "has the key \"" + key + "\", which is not known")));
        if (options.written.containsKey("proxy_host") != options.written.containsKey("proxy_port")) {
            problems.add(Problem.of(path, "needs proxy_host and proxy_port together"));
        }
        if (options.written.containsKey("client_cert") != options.written.containsKey("client_key")) {
            problems.add(Problem.of(path, "needs client_cert and client_key together"));
        }
        for (String key : List.of("proxy_port", "connect_timeout", "request_timeout")) {
            if (!options.text(key)
                    .map(text -> text.matches("\\d{1,5}(\\.\\d+)?"))
                    .orElse(true)) {
                problems.add(Problem.of(path, "has a " + key + " that is not a number"));
            }
        }
        return problems;
    }

    boolean verifies() {
        return verifies;
    }

    /** The proxy that these settings name for every address. */
    Optional<URI> proxy() {
        return text("proxy_host").map(host -> URI.create("http://" + host + ":" + written.get("proxy_port")));
    }

    /** The name and password for that proxy, with a colon between them. */
    Optional<String> proxyLogin() {
        return text("proxy_username").map(name -> name + ":" + written.getOrDefault("proxy_password", ""));
    }

    /** A file with certificates in PEM of the authorities to trust. */
    Optional<Path> authorities() {
        return text("ca_certs").map(Path::of);
    }

    boolean hasClientCertificate() {
        return written.containsKey("client_cert") && written.containsKey("client_key");
    }

    Path clientCertificate() {
        return Path.of(written.get("client_cert"));
    }

    Path clientKey() {
        return Path.of(written.get("client_key"));
    }

    Optional<Duration> connectTimeout() {
        return seconds("connect_timeout");
    }

    Optional<Duration> requestTimeout() {
        return seconds("request_timeout");
    }

    private Optional<Duration> seconds(String key) {
        return text(key).map(text -> Duration.ofMillis(Math.max(1, Math.round(Double.parseDouble(text) * 1000))));
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(written.get(key)).filter(value -> !value.isBlank());
    }

    /** The names only: a value may be secret. */
    @Override
    public String toString() {
        return "HttpOptions" + written.keySet();
    }
}
