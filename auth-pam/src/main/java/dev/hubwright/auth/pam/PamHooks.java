package dev.hubwright.auth.pam;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.HookRequest;
import dev.hubwright.api.spawn.ServerHooks;
import java.util.LinkedHashMap;
import java.util.Map;

/** What PAM has to do with a person's server: their account, a session around it, and variables of both. */
final class PamHooks implements ServerHooks {

    private final PamConfig config;
    private final AccountMaker accounts;
    private final Sessions sessions;

    PamHooks(PamConfig config, AccountMaker accounts, Sessions sessions) {
        this.config = config;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    @Override
    public Prepared beforeStart(HookRequest request) throws ProviderException, InterruptedException {
        String name = request.identity().name();
        if (config.createSystemUsers()) {
            accounts.make(name);
        }
        Map<String, String> variables = new LinkedHashMap<>(PamEnvironment.kept(request.authState()));
        if (!config.openSessions()) {
            return new Prepared(variables, Opaque.empty());
        }
        variables.putAll(PamEnvironment.harmless(sessions.open(name, request.spawnId(), request.deadline())));
        return new Prepared(variables, Sessions.state(name));
    }

    @Override
    public void afterStop(HookRequest request, Opaque state) throws ProviderException, InterruptedException {
        sessions.close(request.spawnId(), state, request.deadline());
    }
}
