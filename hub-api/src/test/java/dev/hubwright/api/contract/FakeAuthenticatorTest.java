package dev.hubwright.api.contract;

import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.Authenticator;
import java.util.Optional;

class FakeAuthenticatorTest extends AuthenticatorContract {

    private FakeAuthenticator fake;

    @Override
    protected Authenticator authenticator() {
        fake = new FakeAuthenticator().knows(username(), password().reveal());
        return fake;
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
    protected Optional<Runnable> breakBackend() {
        return Optional.of(() -> fake.breakDown());
    }
}
