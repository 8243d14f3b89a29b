package dev.hubwright.api.oauth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The application's cookies: on its own path, out of reach for scripts, and over TLS alone where there is TLS. */
final class Cookies {

    private final HubOAuthConfig config;

    Cookies(HubOAuthConfig config) {
        this.config = config;
    }

    /** All values of this name: several may come, from several paths. */
    static List<String> values(WebRequest request, String name) {
        List<String> values = new ArrayList<>();
        for (String line : request.headers("cookie")) {
            for (String pair : line.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    values.add(pair.substring(equals + 1).strip());
                }
            }
        }
        return values;
    }

    /** The name under which the browser keeps it. */
    String name(WebRequest request, String name) {
        return isHostOnly(request) ? "__Host-" + name : name;
    }

    String set(WebRequest request, String name, String value, Duration age) {
        Map<String, String> options = config.cookieOptions();
        boolean hostOnly = isHostOnly(request);
        boolean secure = isSecure(request) || "true".equals(options.get("secure"));
        String domain = hostOnly ? "" : options.getOrDefault("domain", "");
        return name(request, name) + "=" + value + "; Path=" + (hostOnly ? "/" : config.prefix())
                + (domain.isEmpty() ? "" : "; Domain=" + domain)
                + "; Max-Age=" + age.toSeconds() + "; HttpOnly" + (secure ? "; Secure" : "")
                + "; SameSite=" + options.getOrDefault("samesite", "Lax");
    }

    String clear(WebRequest request, String name) {
        return set(request, name, "", Duration.ZERO);
    }

    private boolean isHostOnly(WebRequest request) {
        return config.hostPrefix() && isSecure(request);
    }

    /** Whether the browser speaks TLS: the outermost proxy knows, and an address that settings give knows better. */
    private boolean isSecure(WebRequest request) {
        return config.publicUrl()
                .map(url -> "https".equalsIgnoreCase(url.getScheme()))
                .orElseGet(() -> Stream.of("x-scheme", "x-forwarded-proto")
                        .flatMap(name -> request.headers(name).stream())
                        .findFirst()
                        .map(value -> value.split(",")[0].strip().toLowerCase(Locale.ROOT))
                        .filter("https"::equals)
                        .isPresent());
    }
}
