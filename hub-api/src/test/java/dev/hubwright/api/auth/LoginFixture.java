package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.FakeAuthenticator;
import dev.hubwright.api.contract.ManualClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/** A pipeline with one fake authenticator, {@code corp}, that knows alice. */
abstract class LoginFixture {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final ManualClock clock = new ManualClock(START);
    final InMemoryUserStore users = new InMemoryUserStore();
    final FakeAuthenticator corp = new FakeAuthenticator().knows("alice", "wonderland");
    final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final List<LoginPipeline> open = new CopyOnWriteArrayList<>();

    record AuditEvent(String name, String subject, Map<String, String> details) {}

    @AfterEach
    void closePipelines() {
        open.forEach(LoginPipeline::close);
    }

    LoginPipeline.Builder builder() {
        return LoginPipeline.builder()
                .users(users)
                .clock(clock)
                .audit((event, subject, details) -> events.add(new AuditEvent(event, subject, details)));
    }

    LoginPipeline pipeline(LoginRules rules) {
        return pipeline(builder().authenticator("corp", corp, rules));
    }

    LoginPipeline pipeline(LoginPipeline.Builder builder) {
        LoginPipeline pipeline = builder.build();
        open.add(pipeline);
        return pipeline;
    }

    static AuthRequest attempt(String username, String password) {
        return AuthRequest.builder()
                .field("username", Secret.of(username))
                .field("password", Secret.of(password))
                .peerAddress("192.0.2.7")
                .build();
    }

    LoginOutcome logIn(LoginRules rules) {
        return pipeline(rules).login(attempt("alice", "wonderland"));
    }

    /** Logs in somebody whom the authenticator takes for {@code identity}. */
    LoginOutcome logIn(LoginRules rules, Identity identity) {
        corp.answers(request -> AuthResult.granted(identity));
        return logIn(rules);
    }

    static UserRecord user(LoginOutcome outcome) {
        assertThat(outcome).isInstanceOf(LoginOutcome.LoggedIn.class);
        return ((LoginOutcome.LoggedIn) outcome).user();
    }

    static LoginOutcome.Refused refused(LoginOutcome outcome) {
        assertThat(outcome).isInstanceOf(LoginOutcome.Refused.class);
        return (LoginOutcome.Refused) outcome;
    }

    static DenialReason reason(LoginOutcome outcome) {
        return refused(outcome).reason();
    }
}
