package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.Together;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tokens for other services, whose issuer takes each refresh token once. */
class LoginTokensTest extends LoginFixture {

    private static final Instant END = START.plusSeconds(3600);

    private final AtomicInteger rotation = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    @Test
    void storesTheNewStateBeforeItGivesTheTokenOut() throws Exception {
        LoginPipeline pipeline = loggedIn(rules("a", "b"));

        assertThat(issued(pipeline.token("alice", "a", "test"))).isEqualTo("token-0");

        assertThat(users.find("alice").orElseThrow().authState().text("refresh_token"))
                .contains("1");
        assertThat(issued(pipeline.token("alice", "b", "test"))).isEqualTo("token-1");
        assertThat(events)
                .filteredOn(event -> event.name().equals("token-issued"))
                .extracting(AuditEvent::details)
                .contains(Map.of("resource", "a", "used-by", "test"));
    }

    @Test
    void manyAtOnceNeverUseARefreshTokenTwice() throws Exception {
        LoginPipeline pipeline = loggedIn(rules("a", "b", "c"));
        AtomicInteger next = new AtomicInteger();

        List<TokenAnswer> answers = Together.run(
                24, () -> pipeline.token("alice", List.of("a", "b", "c").get(next.getAndIncrement() % 3), "test"));

        assertThat(answers).hasOnlyElementsOfType(TokenAnswer.Issued.class);
    }

    @Test
    void givesOnlyWhatTheRulesName() throws Exception {
        LoginPipeline pipeline = loggedIn(rules("a"));

        assertThat(pipeline.token("alice", "b", "test")).isInstanceOf(TokenAnswer.Forbidden.class);
        assertThat(pipeline.token("bob", "a", "test")).isInstanceOf(TokenAnswer.Forbidden.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void givesNothingToThoseWhoAreBlockedNow() throws Exception {
        loggedIn(rules("a"));
        LoginPipeline strict = pipeline(builder()
                .authenticator(
                        "corp",
                        new Source(),
                        LoginRules.builder()
                                .allowAll(true)
                                .blockedUsers(Set.of("alice"))
                                .tokenResources(Set.of("a"))
                                .build()));

        assertThat(strict.token("alice", "a", "test")).isInstanceOf(TokenAnswer.Forbidden.class);
    }

    @Test
    void anOutageIsNoRefusal() {
        LoginPipeline pipeline = loggedIn(rules("a"));
        corp.breakDown();

        assertThatThrownBy(() -> pipeline.token("alice", "a", "test")).isInstanceOf(ProviderException.class);
    }

    @Test
    void aLoginInTheMeantimeIsNewer() throws Exception {
        LoginPipeline pipeline = loggedIn(rules("a"));
        Opaque fresh = Opaque.of(1, Map.of("refresh_token", "of the new login"));
        meanwhile.set(() -> store(fresh));

        issued(pipeline.token("alice", "a", "test"));

        assertThat(users.find("alice").orElseThrow().authState()).isEqualTo(fresh);
    }

    @Test
    void mapsWhatIsKeptToVariables() {
        LoginPipeline pipeline = loggedIn(LoginRules.builder()
                .allowAll(true)
                .enableAuthState(true)
                .authStateEnvironment(
                        Map.of("A", "token.value", "B", "dotted.name.value", "C", "list", "D", "absent", "E", "token"))
                .build());
        store(Opaque.of(
                1,
                Map.of(
                        "token", Map.of("value", 7),
                        "dotted.name", Map.of("value", "b"),
                        "list", List.of("x", "y"))));

        Map<String, Secret> variables = pipeline.environment(user("alice"));

        assertThat(variables).containsOnlyKeys("A", "B", "C");
        assertThat(variables.get("A").reveal()).isEqualTo("7");
        assertThat(variables.get("B").reveal()).isEqualTo("b");
        assertThat(variables.get("C").reveal()).isEqualTo("x,y");
    }

    private UserRecord user(String name) {
        return users.find(name).orElseThrow();
    }

    private void store(Opaque state) {
        users.update("alice", kept -> kept.orElseThrow().withAuthState(state));
    }

    private static LoginRules rules(String... resources) {
        return LoginRules.builder()
                .allowAll(true)
                .enableAuthState(true)
                .tokenResources(Set.of(resources))
                .build();
    }

    private LoginPipeline loggedIn(LoginRules rules) {
        corp.keeps(Opaque.of(1, Map.of("refresh_token", "0")));
        LoginPipeline pipeline = pipeline(builder().authenticator("corp", new Source(), rules));
        user(pipeline.login(attempt("alice", "wonderland")));
        return pipeline;
    }

    private static String issued(TokenAnswer answer) {
        assertThat(answer).isInstanceOf(TokenAnswer.Issued.class);
        return ((TokenAnswer.Issued) answer).value().reveal();
    }

    /** The fake authenticator with tokens. */
    private final class Source implements Authenticator, TokenSource {

        @Override
        public AuthResult authenticate(AuthRequest request) throws ProviderException, InterruptedException {
            return corp.authenticate(request);
        }

        @Override
        public TokenAnswer token(Identity identity, Opaque authState, String resource)
                throws ProviderException, InterruptedException {
            asked.incrementAndGet();
            corp.refresh(identity, authState);
            int current = rotation.get();
            if (!authState.text("refresh_token").equals(Optional.of(Integer.toString(current)))) {
                return new TokenAnswer.Forbidden("used twice");
            }
            meanwhile.get().run();
            return new TokenAnswer.Issued(
                    Secret.of("token-" + current),
                    END,
                    Opaque.of(1, Map.of("refresh_token", Integer.toString(rotation.incrementAndGet()))));
        }
    }
}
