package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.Tokens;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tokens of people that the settings give them: as many as stand there now, whatever stood there before. */
final class GivenTokens {

    /** No OAuth client has this id; it tells them from tokens that people make. */
    private static final String CLIENT = "jupyterhub-settings";

    private final HubStore store;
    private final Clock clock;

    GivenTokens(HubStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void put(Map<Secret, String> tokens) throws ProviderException {
        store.tokens().revokeOfClient(CLIENT);
        for (Map.Entry<Secret, String> token : tokens.entrySet()) {
            String owner = token.getValue();
            store.users()
                    .update(owner, known -> known.orElseGet(() -> UserRecord.created(owner, false, clock.instant())));
            store.tokens()
                    .add(
                            new Tokens.NewToken(
                                    owner,
                                    CLIENT,
                                    Set.of("inherit"),
                                    "From JupyterHub.api_tokens",
                                    Optional.empty(),
                                    Optional.empty()),
                            token.getKey());
        }
    }
}
