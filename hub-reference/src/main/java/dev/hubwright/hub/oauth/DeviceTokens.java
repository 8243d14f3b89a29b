package dev.hubwright.hub.oauth;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.store.DeviceGrants;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.Tokens;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives a program its token once its person has said yes (RFC 8628 section 3.4). */
public final class DeviceTokens {

    static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private static final int TOKEN_LENGTH = 32;

    private final HubStore store;
    private final RandomText random;
    private final Clock clock;
    private final Duration lifetime;
    private final Audit audit;
    private final ElsewhereCodes elsewhere;

    /**
     * Takes what it works with.
     *
     * @param lifetime how long a token is good
     * @param elsewhere codes that are typed at an identity provider
     */
    public DeviceTokens(
            HubStore store, RandomText random, Clock clock, Duration lifetime, Audit audit, ElsewhereCodes elsewhere) {
        this.elsewhere = elsewhere;
        this.store = store;
        this.random = random;
        this.clock = clock;
        this.lifetime = lifetime;
        this.audit = audit;
    }

    Response post(Request request) throws ProviderException, InterruptedException {
        if (!request.field("client_id").equals(Optional.of(DeviceAuthorization.CLIENT))) {
            return TokenEndpoint.error(401, "invalid_client", "The client_id has to be " + DeviceAuthorization.CLIENT);
        }
        Secret code = Secret.of(request.field("device_code").orElse(""));
        if (ElsewhereCodes.isOne(code.reveal())) {
            return elsewhere.poll(
                    request,
                    code,
                    (user, scopes) ->
                            issue(user, new DeviceGrants.Wish(scopes, request.peerAddress(), clock.instant())));
        }
        DeviceGrants.Poll poll = store.deviceGrants().poll(code);
        return switch (poll.state()) {
            case PENDING -> TokenEndpoint.error(400, "authorization_pending", "Nobody has said yes yet");
            case SLOW_DOWN -> TokenEndpoint.error(400, "slow_down", "Wait five seconds longer each time");
            case REFUSED -> TokenEndpoint.error(400, "access_denied", "The person has said no");
            case GONE -> TokenEndpoint.error(400, "expired_token", "The code is not known any more; begin again");
            case ALLOWED -> issue(poll.user().orElseThrow(), poll.wish().orElseThrow());
        };
    }

    private Response issue(String user, DeviceGrants.Wish wish) throws ProviderException {
        Secret token = Secret.of(random.hexadecimal(TOKEN_LENGTH));
        Set<String> scopes = wish.scopes();
        store.tokens()
                .add(
                        new Tokens.NewToken(
                                user,
                                Tokens.HUB_CLIENT,
                                scopes,
                                "For a program at " + wish.source(),
                                Optional.empty(),
                                Optional.of(clock.instant().plus(lifetime))),
                        token);
        audit.record("device-token", user, Map.of("device", wish.source()));
        return TokenEndpoint.answer(token, lifetime, scopes);
    }
}
