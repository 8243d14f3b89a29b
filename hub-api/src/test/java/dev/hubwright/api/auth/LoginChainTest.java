package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.contract.FakeAuthenticator;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Several authenticators behind one form. */
class LoginChainTest extends LoginFixture {

    private final FakeAuthenticator partners = new FakeAuthenticator().knows("bob", "builder");

    private LoginOutcome logIn(String username, String password) {
        return pipeline(builder()
                        .authenticator("corp", corp, LoginRules.allowAll())
                        .authenticator("partners", partners, LoginRules.allowAll()))
                .login(attempt(username, password));
    }

    @Test
    void theNextOneTriesAfterAWrongPassword() {
        assertThat(user(logIn("bob", "builder")).instance()).isEqualTo("partners");
        assertThat(corp.asked()).isEqualTo(1);
        assertThat(events).hasSize(1);
    }

    @Test
    void theNextOneTriesWhatIsNotMine() {
        corp.answers(request -> AuthResult.notMine());

        assertThat(user(logIn("bob", "builder")).instance()).isEqualTo("partners");
    }

    @Test
    void oneWrongPasswordForAllIsAWrongPassword() {
        assertThat(reason(logIn("bob", "wrong"))).isEqualTo(DenialReason.BAD_CREDENTIALS);
        assertThat(events).hasSize(1);
    }

    @Test
    void aYesEndsIt() {
        logIn("alice", "wonderland");

        assertThat(partners.asked()).isZero();
    }

    @Test
    void aDefiniteNoEndsIt() {
        corp.answers(request -> AuthResult.deniedAfterProof(DenialReason.ACCOUNT_DISABLED, "Disabled."));
        assertThat(reason(logIn("bob", "builder"))).isEqualTo(DenialReason.ACCOUNT_DISABLED);

        corp.answers(request -> AuthResult.denied(DenialReason.ACCOUNT_LOCKED));
        assertThat(reason(logIn("bob", "builder"))).isEqualTo(DenialReason.ACCOUNT_LOCKED);
        assertThat(partners.asked()).isZero();
    }

    @Test
    void aRuleThatRefusesEndsIt() {
        LoginPipeline pipeline = pipeline(builder()
                .authenticator("corp", corp, LoginRules.builder().build())
                .authenticator("partners", partners.knows("alice", "wonderland"), LoginRules.allowAll()));

        assertThat(reason(pipeline.login(attempt("alice", "wonderland")))).isEqualTo(DenialReason.NOT_ALLOWED);
        assertThat(partners.asked()).isZero();
    }

    @Test
    void aQuestionEndsIt() {
        corp.answers(request -> AuthResult.redirect(URI.create("https://idp/"), Opaque.empty()));

        assertThat(logIn("bob", "builder")).isInstanceOf(LoginOutcome.RedirectTo.class);
    }

    @Test
    void anOutageStaysAnOutageUnlessSomebodyElseIsSure() {
        corp.breakDown();

        assertThat(user(logIn("bob", "builder")).instance()).isEqualTo("partners");
        assertThat(logIn("bob", "wrong"))
                .isEqualTo(new LoginOutcome.Unavailable("The directory cannot be reached. Try again in a minute."));
    }

    @Test
    void anOutageAfterAWrongPasswordIsAnOutage() {
        partners.breakDown();

        assertThat(logIn("bob", "wrong")).isInstanceOf(LoginOutcome.Unavailable.class);
    }

    @Test
    void buttonsAreReachedByNameOnly() {
        Button button = new Button();
        LoginPipeline pipeline = pipeline(builder()
                .authenticator("sso", button, LoginRules.allowAll())
                .authenticator("corp", corp, LoginRules.allowAll()));

        assertThat(user(pipeline.login(attempt("alice", "wonderland"))).instance())
                .isEqualTo("corp");
        assertThat(pipeline.login("sso", AuthRequest.builder().build())).isInstanceOf(LoginOutcome.RedirectTo.class);
    }

    @Test
    void theOnlyAuthenticatorIsAskedEvenIfItIsAButton() {
        LoginPipeline pipeline = pipeline(builder().authenticator("sso", new Button(), LoginRules.allowAll()));

        assertThat(pipeline.login(AuthRequest.builder().build())).isInstanceOf(LoginOutcome.RedirectTo.class);
    }

    private static final class Button implements Authenticator, LoginLabel {

        @Override
        public AuthResult authenticate(AuthRequest request) {
            return AuthResult.redirect(URI.create("https://idp/"), Opaque.empty());
        }

        @Override
        public String loginService() {
            return "SSO";
        }
    }
}
