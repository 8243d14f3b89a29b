package dev.hubwright.auth.azuread;

import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.contract.AuthenticatorContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class AzureAdContractTest extends AuthenticatorContract {

    private Journey journey;

    @BeforeEach
    void startTheStandIn() throws Exception {
        if (journey == null) {
            journey = new Journey().set("oauth_callback_url", Journey.CALLBACK.toString());
        }
    }

    @AfterEach
    void stopTheStandIn() {
        journey.close();
    }

    @Override
    protected Authenticator authenticator() throws Exception {
        startTheStandIn();
        return journey.newAuthenticator();
    }

    @Override
    protected AuthResult logIn(Authenticator authenticator) throws Exception {
        return journey.logIn(authenticator, "ann");
    }

    @Override
    protected boolean takesPasswords() {
        return false;
    }

    @Override
    protected String username() {
        throw new UnsupportedOperationException("nobody types a name");
    }

    @Override
    protected Secret password() {
        throw new UnsupportedOperationException("nobody types a password");
    }

    @Override
    protected Optional<Runnable> breakBackend() {
        return Optional.of(journey.entra::close);
    }
}
