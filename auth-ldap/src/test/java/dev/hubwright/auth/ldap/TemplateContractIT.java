package dev.hubwright.auth.ldap;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.contract.AuthenticatorContract;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.auth.ldap.servers.Slapd;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

@RequiresEngine(Engine.SLAPD)
class TemplateContractIT extends AuthenticatorContract {

    private static Slapd slapd;
    private boolean stopped;

    @BeforeAll
    static void startTheDirectory() {
        slapd = Slapd.start();
    }

    @AfterAll
    static void stopTheDirectory() {
        slapd.close();
    }

    @AfterEach
    void startItAgain() throws IOException {
        if (stopped) {
            slapd.run();
        }
    }

    @Override
    protected Authenticator authenticator() {
        LdapConfig config = LdapConfig.builder()
                .servers(slapd.url())
                .authorities(slapd.authority())
                .bindDnTemplates("cn={username},cn=jupyterhub,dc=example,dc=org")
                .build();
        return LdapAuthenticatorFactory.create(config, ProviderContext.builder().build());
    }

    @Override
    protected String username() {
        return "alice";
    }

    @Override
    protected Secret password() {
        return Secret.of("wonderland-1");
    }

    @Override
    protected Optional<Runnable> breakBackend() {
        return Optional.of(() -> {
            slapd.stop();
            stopped = true;
        });
    }
}
