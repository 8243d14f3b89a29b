package dev.hubwright.hub.login;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.RepeatedLogin;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.web.Request;
import java.util.Map;
import java.util.Optional;

/** Finds out whether a browser has changed hands, where the front end says with each request who it is. */
final class RepeatedLogins {

    private final Map<String, Authenticator> authenticators;
    private final AuthRequests requests;

    RepeatedLogins(Map<String, Authenticator> authenticators, AuthRequests requests) {
        this.authenticators = Map.copyOf(authenticators);
        this.requests = requests;
    }

    /** Whether a request cannot be from {@code user}, who logged in with this browser. */
    boolean contradict(Request request, UserRecord user) {
        Optional<RepeatedLogin> login = Optional.ofNullable(authenticators.get(user.instance()))
                .flatMap(authenticator -> authenticator.capability(RepeatedLogin.class));
        return login.isPresent()
                && user.identity()
                        .filter(identity -> login.get()
                                .contradicts(
                                        requests.step(
                                                request,
                                                Optional.of(user.instance()),
                                                Optional.empty(),
                                                Opaque.empty()),
                                        identity))
                        .isPresent();
    }
}
