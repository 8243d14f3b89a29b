package dev.hubwright.auth.azuread;

import dev.hubwright.api.HttpPolicy;
import dev.hubwright.api.Problem;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.OAuthSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What {@code http_request_kwargs} changes about how the hub reaches other machines. */
final class HttpOptions {

    private static final Set<String> KNOWN = new TreeSet<>(
            Set.of("proxy_host", "proxy_port", "ca_certs", "connect_timeout", "request_timeout", "validate_cert"));

    private HttpOptions() {}

    static List<Problem> problems(Settings settings) {
        Object value = settings.find(OAuthSettings.HTTP_REQUEST_KWARGS).orElse(Map.of());
        if (!(value instanceof Map<?, ?>)) {
            return List.of(settings.problem(
                    OAuthSettings.HTTP_REQUEST_KWARGS, "must be a map, such as {ca_certs: /etc/ssl/ca.pem}"));
        }
        Map<String, String> written = written(settings);
        Set<String> wrong = new TreeSet<>(written.keySet());
        wrong.removeAll(KNOWN);
        for (String key : List.of("proxy_port", "connect_timeout", "request_timeout")) {
            if (!written.getOrDefault(key, "1").matches("\\d{1,5}(\\.\\d+)?")) {
                wrong.add(key);
            }
        }
        if (written.containsKey("proxy_host") != written.containsKey("proxy_port")) {
            wrong.add("proxy_host");
        }
        if (!written.getOrDefault("validate_cert", "true").equalsIgnoreCase("true")) {
            wrong.add("validate_cert");
        }
        return wrong.isEmpty()
                ? List.of()
                : List.of(settings.problem(
                        OAuthSettings.HTTP_REQUEST_KWARGS,
                        "cannot be used because of " + wrong + "; known are " + KNOWN
                                + ": proxy_host and proxy_port together, numbers for ports and seconds, and "
                                + "certificates are always checked"));
    }

    /** The policy with these settings over it. */
    static HttpPolicy applied(Settings settings, HttpPolicy policy) throws IOException {
        Map<String, String> written = written(settings);
        if (written.isEmpty()) {
            return policy;
        }
        HttpPolicy.Builder builder = HttpPolicy.builder()
                .connectTimeout(seconds(written, "connect_timeout").orElse(policy.connectTimeout()))
                .responseTimeout(seconds(written, "request_timeout").orElse(policy.responseTimeout()));
        policy.authorities().ifPresent(builder::authorities);
        if (written.containsKey("ca_certs")) {
            builder.authorities(NamedFiles.text(written.get("ca_certs")));
        }
        URI login = settings.get(AzureAdSettings.AUTHORITY_HOST);
        Optional<URI> proxy = written.containsKey("proxy_host")
                ? Optional.of(URI.create("http://" + written.get("proxy_host") + ":" + written.get("proxy_port")))
                : policy.proxyFor(login);
        proxy.ifPresent(builder::httpsProxy);
        return builder.build();
    }

    private static Optional<Duration> seconds(Map<String, String> written, String key) {
        return Optional.ofNullable(written.get(key))
                .map(text -> Duration.ofMillis(Math.max(1, Math.round(Double.parseDouble(text) * 1000))));
    }

    private static Map<String, String> written(Settings settings) {
        Map<String, String> written = new LinkedHashMap<>();
        if (settings.find(OAuthSettings.HTTP_REQUEST_KWARGS).orElse(null) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value != null) {
                    written.put(String.valueOf(key), String.valueOf(value));
                }
            });
        }
        return written;
    }
}
