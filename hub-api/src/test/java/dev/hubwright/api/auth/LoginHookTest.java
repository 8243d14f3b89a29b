package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoginHookTest extends LoginFixture {

    private LoginOutcome logIn(LoginRules rules, LoginHook... hooks) {
        LoginPipeline.Builder builder = builder().authenticator("corp", corp, rules);
        for (LoginHook hook : hooks) {
            builder.hook(hook);
        }
        return pipeline(builder).login(attempt("alice", "wonderland"));
    }

    private static LoginHook renameTo(String name) {
        return (instance, result) -> AuthResult.granted(result.identity().withName(name), result.authState());
    }

    @Test
    void runInOrderAndSeeTheHubName() {
        corp.knows("alice", "wonderland", Identity.of("Alice"));
        List<String> seen = new ArrayList<>();

        LoginOutcome outcome = logIn(
                LoginRules.builder().allowAll(true).usernamePrefix("p-").build(),
                (instance, result) -> {
                    seen.add(instance + ":" + result.identity().name());
                    return renameTo("Bob").afterLogin(instance, result);
                },
                (instance, result) -> {
                    seen.add(result.identity().name());
                    return result;
                });

        assertThat(seen).containsExactly("corp:p-alice", "bob");
        assertThat(user(outcome).name()).isEqualTo("bob");
        assertThat(user(outcome).identity().map(Identity::name)).contains("Alice");
    }

    @Test
    void aNewNameGoesThroughAllRulesAgain() {
        LoginRules rules = LoginRules.builder()
                .allowedUsers(List.of("alice", "bob", "a/b"))
                .blockedUsers(List.of("bob"))
                .build();

        assertThat(reason(logIn(rules, renameTo("bob")))).isEqualTo(DenialReason.BLOCKED);
        assertThat(reason(logIn(rules, renameTo("carol")))).isEqualTo(DenialReason.NOT_ALLOWED);
        assertThat(reason(logIn(rules, renameTo("a/b")))).isEqualTo(DenialReason.INVALID_USERNAME);
        assertThat(users.all()).isEmpty();
    }

    @Test
    void aNewNameMayNotBeSomebodyElses() {
        Identity bob = Identity.of("bob").withSubject(new Subject("idp", "b"));
        corp.answers(request -> AuthResult.granted(bob));
        user(logIn(LoginRules.allowAll()));
        corp.answers(request -> AuthResult.granted(Identity.of("alice").withSubject(new Subject("idp", "a"))));

        assertThat(reason(logIn(LoginRules.allowAll(), renameTo("bob")))).isEqualTo(DenialReason.SUBJECT_MISMATCH);
    }

    @Test
    void newGroupsAndRightsCount() {
        LoginRules rules = LoginRules.builder()
                .allowAll(true)
                .manageGroups(true)
                .adminGroups(List.of("ops"))
                .build();

        UserRecord user = user(logIn(
                rules,
                (instance, result) -> AuthResult.granted(
                        result.identity().withGroups(Set.of("ops")), Opaque.of(1, Map.of("k", "v")))));

        assertThat(user.groups()).containsExactly("ops");
        assertThat(user.admin()).isTrue();
        assertThat(user.authState().isEmpty()).isTrue();
    }

    @Test
    void doNotRunForThoseWhomARuleRefuses() {
        List<String> seen = new ArrayList<>();

        logIn(LoginRules.builder().build(), (instance, result) -> {
            seen.add(instance);
            return result;
        });

        assertThat(seen).isEmpty();
    }

    @Test
    void mayRefuse() {
        LoginHook plain = (instance, result) -> AuthResult.denied(DenialReason.NOT_PERMITTED);
        LoginHook telling =
                (instance, result) -> AuthResult.deniedAfterProof(DenialReason.NOT_PERMITTED, "Sign the form first.");

        assertThat(refused(logIn(LoginRules.allowAll(), plain)).publicMessage()).contains("may not use this hub");
        assertThat(refused(logIn(LoginRules.allowAll(), telling)).publicMessage())
                .isEqualTo("Sign the form first.");
        assertThat(users.all()).isEmpty();
    }

    @Test
    void neverGrantWhenTheyFail() {
        LoginHook down = (instance, result) -> {
            throw ProviderException.retryable("Later.", "The hook's service is down");
        };
        LoginHook defective = (instance, result) -> {
            throw new IllegalStateException("oops");
        };
        LoginHook answeringNothing = (instance, result) -> null;
        LoginHook redirecting = (instance, result) -> AuthResult.redirect(URI.create("https://x/"), Opaque.empty());

        assertThat(logIn(LoginRules.allowAll(), down)).isEqualTo(new LoginOutcome.Unavailable("Later."));
        assertThat(logIn(LoginRules.allowAll(), defective)).isInstanceOf(LoginOutcome.Unavailable.class);
        assertThat(logIn(LoginRules.allowAll(), answeringNothing)).isInstanceOf(LoginOutcome.Unavailable.class);
        assertThat(logIn(LoginRules.allowAll(), redirecting)).isInstanceOf(LoginOutcome.Unavailable.class);
        assertThat(users.all()).isEmpty();
    }
}
