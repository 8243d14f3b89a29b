package dev.hubwright.api.oauth;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The variables of a hub, read with all their problems at once. */
final class HubVariables {

    private final Map<String, String> environment;
    private final List<Problem> problems = new ArrayList<>();

    HubVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    HubOAuthConfig read() {
        HubOAuthConfig.Builder builder = HubOAuthConfig.builder(
                        address("JUPYTERHUB_API_URL").orElse(URI.create("http://127.0.0.1:8081/hub/api")),
                        needed("JUPYTERHUB_CLIENT_ID"),
                        Secret.of(needed("JUPYTERHUB_API_TOKEN")))
                .hubOrigin(text("JUPYTERHUB_HOST"))
                .basePath(environment.getOrDefault("JUPYTERHUB_BASE_URL", "/"))
                .prefix(environment.getOrDefault("JUPYTERHUB_SERVICE_PREFIX", "/"))
                .callbackUrl(text("JUPYTERHUB_OAUTH_CALLBACK_URL"))
                .accessScopes(accessScopes())
                .cookieOptions(cookieOptions())
                .hostPrefix(List.of("1", "true").contains(text("JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED")));
        address("JUPYTERHUB_PUBLIC_URL").ifPresent(builder::publicUrl);
        address("JUPYTERHUB_ACTIVITY_URL").ifPresent(url -> builder.activity(url, text("JUPYTERHUB_SERVER_NAME")));
        seconds("JUPYTERHUB_ACTIVITY_INTERVAL").ifPresent(builder::activityInterval);
        InvalidSettings.throwIfAny(problems);
        return builder.build();
    }

    private List<String> accessScopes() {
        for (String name : List.of("JUPYTERHUB_OAUTH_ACCESS_SCOPES", "JUPYTERHUB_OAUTH_SCOPES")) {
            if (!text(name).isEmpty()) {
                return parsed(name, Json::strings).orElse(List.of());
            }
        }
        String service = text("JUPYTERHUB_SERVICE_NAME");
        return service.isEmpty() ? List.of() : List.of("access:services!service=" + service);
    }

    private Map<String, String> cookieOptions() {
        Map<String, String> options = new TreeMap<>();
        parsed("JUPYTERHUB_COOKIE_OPTIONS", Json::object)
                .ifPresent(map -> map.forEach(
                        (name, value) -> options.put(name.toString().toLowerCase(Locale.ROOT), value.toString())));
        return options;
    }

    private Optional<URI> address(String name) {
        return parsed(name, text -> {
            URI uri = URI.create(text);
            if (uri.getHost() == null) {
                throw new IllegalArgumentException("is no address such as http://127.0.0.1:8081/hub/api");
            }
            return uri;
        });
    }

    private Optional<Duration> seconds(String name) {
        return parsed(name, text -> Duration.ofMillis((long) (Double.parseDouble(text) * 1000)))
                .filter(duration -> !duration.isNegative() && !duration.isZero());
    }

    private <T> Optional<T> parsed(String name, Function<String, T> parser) {
        if (text(name).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text(name)));
        } catch (IllegalArgumentException e) {
            problem(name, "= \"" + text(name) + "\" cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private String needed(String name) {
        if (text(name).isEmpty()) {
            problem(name, "is missing; a hub sets it for each server that it starts");
        }
        return text(name);
    }

    private String text(String name) {
        return environment.getOrDefault(name, "");
    }

    private void problem(String name, String message) {
        problems.add(new Problem(name, message, Origin.variable(name)));
    }
}
