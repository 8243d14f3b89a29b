package dev.hubwright.hub.services;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.settings.ServiceDefinition;
import dev.hubwright.hub.web.HubPaths;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a managed service is told, in the words that {@code jupyterhub.services.auth} knows. */
final class ServiceEnvironment {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubPaths paths;
    private final URI hubOrigin;
    private final Optional<URI> publicUrl;

    /**
     * Takes what it works with.
     *
     * @param hubOrigin scheme, host and port under which services reach the hub
     * @param publicUrl the hub's base address as browsers see it, where the operator has said it
     */
    ServiceEnvironment(HubPaths paths, URI hubOrigin, Optional<URI> publicUrl) {
        this.paths = paths;
        this.hubOrigin = hubOrigin;
        this.publicUrl = publicUrl;
    }

    /** The variables of the hub, over which nothing that the operator writes may go. */
    Map<String, String> of(ServiceDefinition service, Secret token) {
        Map<String, String> variables = new LinkedHashMap<>(service.environment());
        String prefix = ServicePaths.prefix(paths.base(), service.name());
        variables.put("JUPYTERHUB_SERVICE_NAME", service.name());
        variables.put("JUPYTERHUB_API_TOKEN", token.reveal());
        variables.put("JPY_API_TOKEN", token.reveal());
        variables.put(
                "JUPYTERHUB_API_URL", hubOrigin.getScheme() + "://" + hubOrigin.getRawAuthority() + paths.hub("api"));
        variables.put("JUPYTERHUB_BASE_URL", paths.base());
        variables.put("JUPYTERHUB_HOST", "");
        variables.put("JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED", paths.hostCookies() ? "1" : "0");
        variables.put("JUPYTERHUB_CLIENT_ID", service.oauthClientId());
        variables.put(
                "JUPYTERHUB_OAUTH_CALLBACK_URL", service.oauthRedirectUri().orElse(prefix + "oauth_callback"));
        String access = json(List.of("access:services", "access:services!service=" + service.name()));
        variables.put("JUPYTERHUB_OAUTH_ACCESS_SCOPES", access);
        variables.put("JUPYTERHUB_OAUTH_SCOPES", access);
        variables.put("JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES", json(service.oauthClientAllowedScopes()));
        service.url().ifPresent(url -> {
            variables.put("JUPYTERHUB_SERVICE_URL", url.toString());
            variables.put("JUPYTERHUB_SERVICE_PREFIX", prefix);
        });
        publicUrl.ifPresent(url -> {
            String origin = url.getScheme() + "://" + url.getRawAuthority();
            variables.put("JUPYTERHUB_PUBLIC_URL", service.url().isPresent() ? origin + prefix : "");
            variables.put("JUPYTERHUB_PUBLIC_HUB_URL", origin + paths.hub());
        });
        return variables;
    }

    private static String json(List<String> texts) {
        return JSON.valueToTree(texts).toString();
    }
}
