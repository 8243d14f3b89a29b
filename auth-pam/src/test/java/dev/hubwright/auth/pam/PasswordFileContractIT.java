package dev.hubwright.auth.pam;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.contract.AuthenticatorContract;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine(Engine.PAM_PWDFILE)
class PasswordFileContractIT extends AuthenticatorContract {

    @TempDir
    static Path folder;

    @Override
    protected Authenticator authenticator() {
        PamConfig config = PasswordFile.in(folder, "nodelay").build();
        return PamAuthenticatorFactory.create(config, ProviderContext.builder().build());
    }

    @Override
    protected String username() {
        return "alice";
    }

    @Override
    protected Secret password() {
        return Secret.of(PasswordFile.PASSWORD);
    }

    @Override
    protected Optional<Runnable> breakBackend() {
        return Optional.of(() -> folder.resolve(PasswordFile.SERVICE).toFile().delete());
    }
}
