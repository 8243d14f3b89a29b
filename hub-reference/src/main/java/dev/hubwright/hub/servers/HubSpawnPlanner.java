package dev.hubwright.hub.servers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.Resources;
import dev.hubwright.api.spawn.ServerEnvironment;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnPlan;
import dev.hubwright.api.spawn.SpawnPlanner;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.SpawnerSettings;
import dev.hubwright.hub.web.HubPaths;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Composes what a server is told, in the words that jupyterhub-singleuser knows. */
public final class HubSpawnPlanner implements SpawnPlanner {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Offers offers;
    private final HubPaths paths;
    private final Supplier<URI> hubOrigin;
    private final Optional<URI> publicUrl;
    private final Owners owners;

    /**
     * Takes what it works with.
     *
     * @param offers what people may choose, and the settings that come of it
     * @param hubOrigin scheme, host and port under which servers reach the hub, once that is known
     * @param publicUrl the hub's base address as browsers see it, where the operator has said it
     * @param owners what is known of those whom servers belong to
     */
    public HubSpawnPlanner(
            Offers offers, HubPaths paths, Supplier<URI> hubOrigin, Optional<URI> publicUrl, Owners owners) {
        this.offers = offers;
        this.paths = paths;
        this.hubOrigin = hubOrigin;
        this.publicUrl = publicUrl;
        this.owners = owners;
    }

    @Override
    public SpawnPlan plan(ServerRef server, Identity owner, String spawner, Opaque userOptions, Secret token)
            throws ProviderException {
        ChoiceResult chosen = offers.offer(server, owner, spawner).apply(userOptions);
        if (chosen instanceof ChoiceResult.Refused refused) {
            return SpawnPlan.refused(refused.result().reason(), refused.result().publicMessage());
        }
        Settings own = ((ChoiceResult.Applied) chosen).settings();
        List<String> command = new ArrayList<>(own.find(SpawnerSettings.CMD).orElse(List.of()));
        command.addAll(own.get(SpawnerSettings.ARGS));
        return SpawnPlan.ready(SpawnRequest.builder()
                .settings(own)
                .command(command)
                .environment(withOwnersVariables(server, withIdentity(server, own, token)))
                .resources(resources(own)));
    }

    /** The names by which libraries for Azure look for an identity, and find the owner's. */
    private ServerEnvironment withIdentity(ServerRef server, Settings own, Secret token) throws ProviderException {
        ServerEnvironment environment = environment(server, own, token);
        return owners.mayHaveTokens(server)
                ? environment
                        .with("IDENTITY_ENDPOINT", api(own) + "/identity/token")
                        .with("IDENTITY_HEADER", token)
                : environment;
    }

    /** As the last word, as hooks have it: who maps a token to a name means this name. */
    private ServerEnvironment withOwnersVariables(ServerRef server, ServerEnvironment environment)
            throws ProviderException {
        ServerEnvironment all = environment;
        for (Map.Entry<String, Secret> variable : owners.variables(server).entrySet()) {
            all = all.with(variable.getKey(), variable.getValue());
        }
        return all;
    }

    private ServerEnvironment environment(ServerRef server, Settings own, Secret token) {
        String prefix = ServerPaths.prefix(paths.base(), server);
        String api = api(own);
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("JUPYTERHUB_API_TOKEN", token.reveal());
        variables.put("JPY_API_TOKEN", token.reveal());
        variables.put("JUPYTERHUB_CLIENT_ID", ServerPaths.clientId(server));
        variables.put("JUPYTERHUB_USER", server.user());
        variables.put("JUPYTERHUB_SERVER_NAME", server.name());
        variables.put("JUPYTERHUB_HOST", paths.hubOrigin());
        variables.put("JUPYTERHUB_BASE_URL", paths.base());
        variables.put("JUPYTERHUB_COOKIE_HOST_PREFIX_ENABLED", paths.hostCookies() ? "1" : "0");
        variables.put("JUPYTERHUB_SERVICE_PREFIX", prefix);
        variables.put("JUPYTERHUB_API_URL", api);
        variables.put("JUPYTERHUB_ACTIVITY_URL", api + "/users/" + ServerPaths.segment(server.user()) + "/activity");
        variables.put("JUPYTERHUB_OAUTH_CALLBACK_URL", paths.serverOrigin(server.user()) + prefix + "oauth_callback");
        String access = json(List.of("access:servers!server=" + server, "access:servers!user=" + server.user()));
        variables.put("JUPYTERHUB_OAUTH_ACCESS_SCOPES", access);
        variables.put("JUPYTERHUB_OAUTH_SCOPES", access);
        variables.put(
                "JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES", json(own.get(SpawnerSettings.OAUTH_CLIENT_ALLOWED_SCOPES)));
        publicUrl.ifPresent(url -> addPublicUrls(variables, url, paths.serverOrigin(server.user()), prefix));
        addChoices(variables, own, server);
        // A spawner that declares it as something richer puts it in itself.
        if (own.declares(SpawnerSettings.ENVIRONMENT)) {
            own.find(SpawnerSettings.ENVIRONMENT).ifPresent(variables::putAll);
        }
        return ServerEnvironment.of(variables);
    }

    private String api(Settings own) {
        URI hub = own.find(SpawnerSettings.HUB_CONNECT_URL).orElseGet(hubOrigin);
        return hub.getScheme() + "://" + hub.getRawAuthority() + paths.hub("api");
    }

    private void addPublicUrls(Map<String, String> variables, URI url, String own, String prefix) {
        String origin = url.getScheme() + "://" + url.getRawAuthority();
        variables.put("JUPYTERHUB_PUBLIC_URL", (own.isEmpty() ? origin : own) + prefix);
        variables.put("JUPYTERHUB_PUBLIC_HUB_URL", origin + paths.hub());
    }

    private void addChoices(Map<String, String> variables, Settings own, ServerRef server) {
        put(variables, "JUPYTERHUB_DEFAULT_URL", expand(own.get(SpawnerSettings.DEFAULT_URL), server));
        put(variables, "JUPYTERHUB_ROOT_DIR", expand(own.get(SpawnerSettings.NOTEBOOK_DIR), server));
        put(variables, "JUPYTERHUB_DEBUG", own.get(SpawnerSettings.DEBUG) ? "1" : "");
        put(variables, "JUPYTERHUB_DISABLE_USER_CONFIG", own.get(SpawnerSettings.DISABLE_USER_CONFIG) ? "1" : "");
        own.find(SpawnerSettings.MEM_LIMIT).ifPresent(bytes -> variables.put("MEM_LIMIT", bytes.toString()));
        own.find(SpawnerSettings.MEM_GUARANTEE).ifPresent(bytes -> variables.put("MEM_GUARANTEE", bytes.toString()));
        own.find(SpawnerSettings.CPU_LIMIT).ifPresent(cores -> variables.put("CPU_LIMIT", cores.toString()));
        own.find(SpawnerSettings.CPU_GUARANTEE).ifPresent(cores -> variables.put("CPU_GUARANTEE", cores.toString()));
    }

    private static void put(Map<String, String> variables, String name, String value) {
        if (!value.isEmpty()) {
            variables.put(name, value);
        }
    }

    private String expand(String template, ServerRef server) {
        return template.replace("{username}", server.user())
                .replace("%U", server.user())
                .replace("{servername}", server.name())
                .replace("{base_url}", ServerPaths.prefix(paths.base(), server));
    }

    private static String json(List<String> texts) {
        return JSON.valueToTree(texts).toString();
    }

    private static Resources resources(Settings own) {
        return new Resources(
                bytes(own.find(SpawnerSettings.MEM_LIMIT)),
                bytes(own.find(SpawnerSettings.MEM_GUARANTEE)),
                cores(own.find(SpawnerSettings.CPU_LIMIT)),
                cores(own.find(SpawnerSettings.CPU_GUARANTEE)));
    }

    private static OptionalLong bytes(Optional<Long> value) {
        return value.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private static OptionalDouble cores(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }
}
