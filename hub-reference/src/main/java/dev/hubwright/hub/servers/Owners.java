package dev.hubwright.hub.servers;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.UserStore;
import dev.hubwright.api.spawn.ServerRef;
import java.util.Map;

/** What authenticators know of those whom servers belong to. */
public final class Owners {

    private final UserStore users;
    private final LoginPipeline pipeline;

    /** Takes what it works with. */
    public Owners(UserStore users, LoginPipeline pipeline) {
        this.users = users;
        this.pipeline = pipeline;
    }

    /** Variables by {@code auth_state_environment}, and their values. */
    Map<String, Secret> variables(ServerRef server) throws ProviderException {
        return users.find(server.user()).map(pipeline::environment).orElse(Map.of());
    }

    /** Whether a server may ask for tokens of its owner, by {@code token_resources}. */
    boolean mayHaveTokens(ServerRef server) throws ProviderException {
        return users.find(server.user()).filter(pipeline::givesTokensTo).isPresent();
    }
}
