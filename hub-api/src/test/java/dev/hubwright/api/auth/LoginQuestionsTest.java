package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A login of two steps, the second of which brings a code and no name. */
class LoginQuestionsTest extends LoginFixture {

    private static final Opaque FLOW = Opaque.of(3, Map.of("step", 2, "more", Map.of("a", "b")));
    private static final String OUTAGE = "outage";
    private static final String TYPED = "alice@example.org";

    private LoginPipeline pipeline;

    @BeforeEach
    void askForACode() {
        corp.answers(request -> {
            if (request.flow().isEmpty()) {
                return AuthResult.challenge(List.of(new AuthResult.Field("otp", "Code", true)), "", FLOW);
            }
            assertThat(request.flow()).contains(FLOW);
            String code = request.field("otp").map(Secret::reveal).orElse("");
            if (code.equals(OUTAGE)) {
                throw ProviderException.retryable("Try again", "The directory is down");
            }
            return code.equals("123456")
                    ? AuthResult.granted(Identity.of("alice"))
                    : AuthResult.denied(DenialReason.BAD_CREDENTIALS);
        });
        pipeline = pipeline(LoginRules.allowAll());
    }

    private LoginOutcome.Ask ask() {
        LoginOutcome asked = pipeline.login(attempt(TYPED, "wonderland"));
        assertThat(asked).isInstanceOf(LoginOutcome.Ask.class);
        return (LoginOutcome.Ask) asked;
    }

    private LoginOutcome answer(String code) {
        return pipeline.login(
                "corp",
                AuthRequest.builder()
                        .field("otp", Secret.of(code))
                        .flow(ask().flow())
                        .peerAddress("192.0.2.7")
                        .build());
    }

    @Test
    void aRefusedAnswerIsTheTypedNames() {
        assertThat(reason(answer("000000"))).isEqualTo(DenialReason.BAD_CREDENTIALS);

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("login-refused");
            assertThat(event.subject()).isEqualTo(TYPED);
        });
    }

    @Test
    void anOutageIsTheTypedNamesAndDoesNotCount() {
        for (int i = 0; i < 10; i++) {
            assertThat(answer(OUTAGE)).isInstanceOf(LoginOutcome.Unavailable.class);
        }

        assertThat(events).hasSize(10).allSatisfy(event -> {
            assertThat(event.name()).isEqualTo("login-unavailable");
            assertThat(event.subject()).isEqualTo(TYPED);
        });
    }

    @Test
    void rightAnswersForgetTheQuestions() {
        for (int i = 0; i < 10; i++) {
            user(answer("123456"));
        }
    }

    @Test
    void questionsWithoutAnAnswerCount() {
        for (int i = 0; i < 5; i++) {
            ask();
        }

        assertThat(reason(pipeline.login(attempt(TYPED, "wonderland")))).isEqualTo(DenialReason.TOO_MANY_ATTEMPTS);
    }

    @Test
    void aWrongAnswerCountsOnce() {
        for (int i = 0; i < 5; i++) {
            assertThat(reason(answer("000000"))).isEqualTo(DenialReason.BAD_CREDENTIALS);
        }

        assertThat(reason(pipeline.login(attempt(TYPED, "wonderland")))).isEqualTo(DenialReason.TOO_MANY_ATTEMPTS);
    }

    @Test
    void theNameOfAnAnswerIsNotBelieved() {
        AuthRequest answer = AuthRequest.builder()
                .field("username", Secret.of("bob"))
                .field("otp", Secret.of("000000"))
                .flow(ask().flow())
                .peerAddress("192.0.2.7")
                .build();

        assertThat(reason(pipeline.login("corp", answer))).isEqualTo(DenialReason.BAD_CREDENTIALS);
        assertThat(events).extracting(AuditEvent::subject).containsExactly(TYPED);
    }
}
