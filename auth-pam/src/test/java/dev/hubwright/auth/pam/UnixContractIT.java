package dev.hubwright.auth.pam;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.contract.AuthenticatorContract;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@RequiresEngine(Engine.ROOT)
class UnixContractIT extends AuthenticatorContract {

    private static Machine machine;
    private static String person;
    private String service;

    @BeforeAll
    static void makeAPerson() {
        machine = new Machine();
        person = machine.account();
    }

    @AfterAll
    static void undo() {
        machine.close();
    }

    @Override
    protected Authenticator authenticator() {
        service = machine.service("auth required pam_unix.so nodelay", "account required pam_unix.so");
        return PamAuthenticatorFactory.create(
                PamConfig.builder().service(service).build(),
                ProviderContext.builder().build());
    }

    @Override
    protected String username() {
        return person;
    }

    @Override
    protected Secret password() {
        return Secret.of(Machine.PASSWORD);
    }

    @Override
    protected Optional<Runnable> breakBackend() {
        return Optional.of(() -> Path.of("/etc/pam.d", service).toFile().delete());
    }
}
