package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginMessageTest extends LoginFixture {

    private LoginOutcome answering(AuthResult answer) {
        corp.answers(request -> answer);
        return logIn(LoginRules.allowAll());
    }

    @ParameterizedTest
    @EnumSource(DenialReason.class)
    void whoProvedNothingReadsOneSentence(DenialReason reason) {
        LoginOutcome.Refused refused = refused(answering(AuthResult.denied(reason)));

        assertThat(refused.publicMessage()).isEqualTo("Invalid username or password.");
        assertThat(refused.reason()).isEqualTo(reason);
    }

    @Test
    void whoProvedThePasswordReadsWhy() {
        AuthResult expired = AuthResult.deniedAfterProof(DenialReason.PASSWORD_EXPIRED, "Your password has expired.");

        assertThat(refused(answering(expired)).publicMessage()).isEqualTo("Your password has expired.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wonder\0land", "\0"})
    void uselessPasswordsReachNoAuthenticator(String password) {
        corp.answers(request -> AuthResult.granted(Identity.of("alice")));

        assertThat(reason(pipeline(LoginRules.allowAll()).login(attempt("alice", password))))
                .isEqualTo(DenialReason.BAD_CREDENTIALS);
        assertThat(corp.asked()).isZero();
    }

    @Test
    void aLaterStepOfAFlowNeedsNoPassword() {
        corp.answers(request -> AuthResult.granted(Identity.of("alice")));
        AuthRequest code = AuthRequest.builder()
                .field("password", Secret.of(""))
                .field("otp", Secret.of("123456"))
                .flow(Opaque.of(1, Map.of("step", 2)))
                .build();

        assertThat(user(pipeline(LoginRules.allowAll()).login("corp", code)).name())
                .isEqualTo("alice");
    }

    @Test
    void furtherStepsNameTheInstanceThatGetsThem() {
        Opaque flow = Opaque.of(1, Map.of("state", "s"));
        List<AuthResult.Field> fields = List.of(new AuthResult.Field("otp", "Code", true));

        assertThat(answering(AuthResult.redirect(URI.create("https://idp/x"), flow)))
                .isEqualTo(new LoginOutcome.RedirectTo("corp", URI.create("https://idp/x"), flow));
        LoginOutcome.Ask ask = (LoginOutcome.Ask) answering(AuthResult.challenge(fields, "Code please", flow));
        assertThat(ask).isEqualTo(new LoginOutcome.Ask("corp", fields, "Code please", ask.flow()));
    }

    @Test
    void anInstanceThatIsNotThereLetsNobodyIn() {
        assertThat(refused(pipeline(LoginRules.allowAll()).login("nowhere", attempt("alice", "wonderland")))
                        .publicMessage())
                .isEqualTo("Invalid username or password.");
    }

    @Test
    void whoeverHasNoHeaderAndNoNameIsRefusedWithoutNoise() {
        corp.answers(request -> AuthResult.notMine());

        refused(pipeline(LoginRules.allowAll()).login(AuthRequest.builder().build()));

        assertThat(events).isEmpty();
    }

    @Test
    void whatTheAuthenticatorAddsGoesToTheOperatorAndNotToThePerson() {
        corp.answers(request -> AuthResult.denied(DenialReason.BAD_CREDENTIALS).withDetail("two entries\nmatch"));
        LoginOutcome.Refused refused = refused(logIn(LoginRules.allowAll()));

        assertThat(refused.publicMessage()).isEqualTo("Invalid username or password.");
        assertThat(events.get(0).details()).containsEntry("detail", "two entries?match");
    }

    @Test
    void aLoginBringsItsSessionAndItsNotice() {
        corp.answers(request -> AuthResult.granted(Identity.of("alice"))
                .withSession("sid-1")
                .withNotice("Your password ends in three days."));
        LoginOutcome.LoggedIn in = (LoginOutcome.LoggedIn) logIn(LoginRules.allowAll());

        assertThat(in.session()).contains("sid-1");
        assertThat(in.notice()).contains("Your password ends in three days.");
    }
}
