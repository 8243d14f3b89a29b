package dev.hubwright.hub.demo;

import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.contract.AuthenticatorContract;
import java.util.Optional;

class DemoAuthenticatorContractTest extends AuthenticatorContract {

    @Override
    protected Authenticator authenticator() {
        return DemoAuthenticator.withPassword(password());
    }

    @Override
    protected String username() {
        return "alice";
    }

    @Override
    protected Secret password() {
        return Secret.of("wonderland");
    }

    @Override
    protected Optional<String> unknownUsername() {
        return Optional.empty();
    }
}
