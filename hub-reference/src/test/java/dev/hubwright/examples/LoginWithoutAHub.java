package dev.hubwright.examples;

import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.LoginOutcome;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.LoginRules;
import java.util.Map;
import java.util.Set;

// quote
/** Asks an authenticator under the rules of a hub, in an application that has no hub. */
final class LoginWithoutAHub {

    static boolean mayComeIn(String name, Secret badge) {
        LoginRules rules = LoginRules.builder().allowedUsers(Set.of("alice")).build();
        try (LoginPipeline pipeline = LoginPipeline.builder()
                .authenticator("badges", new BadgeAuthenticator(Map.of("alice", "4711", "bob", "0815")), rules)
                .build()) {
            return pipeline.login(AuthRequest.password(name, badge)) instanceof LoginOutcome.LoggedIn;
        }
    }

    private LoginWithoutAHub() {}
}
// end of quote
