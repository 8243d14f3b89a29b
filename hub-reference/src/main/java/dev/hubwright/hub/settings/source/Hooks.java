package dev.hubwright.hub.settings.source;

import java.util.Map;
import java.util.Optional;

/** Settings of JupyterHub that are Python functions, and what they are in Java here. */
public final class Hooks {

    private static final String START = "dev.hubwright.api.spawn.ServerHooks.beforeStart, in a provider";
    private static final String PLAN = "dev.hubwright.api.spawn.SpawnPlanner, in a hub of your own";
    private static final String LOGIN = "dev.hubwright.api.auth.LoginHook, with HubBuilder.loginHook";

    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("pre_spawn_hook", START),
            Map.entry("post_stop_hook", "dev.hubwright.api.spawn.ServerHooks.afterStop, in a provider"),
            Map.entry("auth_state_hook", START + ", whose request has the auth_state"),
            Map.entry("post_auth_hook", LOGIN),
            Map.entry("auth_state_groups_key", "auth_state_groups_key with the name of a claim"),
            Map.entry("username_claim", "username_claim with the name of a claim"),
            Map.entry("options_from_form", PLAN),
            Map.entry("options_from_query", PLAN),
            Map.entry("options_form", "a text, or " + PLAN),
            Map.entry("apply_user_options", PLAN),
            Map.entry("profile_list", "a list of profiles"),
            Map.entry("modify_pod_hook", "extra_pod_config, or " + PLAN),
            Map.entry("environment", "plain values, or " + START),
            Map.entry("progress_ready_hook", "dev.hubwright.api.spawn.Progress, in a spawner"),
            Map.entry("user_redirect_hook", "JupyterHub.default_url"),
            Map.entry("subdomain_hook", "JupyterHub.subdomain_host"));

    private Hooks() {}

    /** What to use instead of a function for {@code key}; empty if nothing is known. */
    public static Optional<String> insteadOf(String key) {
        return Optional.ofNullable(INSTEAD.get(key));
    }
}
