package dev.hubwright.auth.oidc;

import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.contract.AuthenticatorContract;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.OidcProvider;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine(Engine.OIDC_PROVIDER)
class OidcProviderContractIT extends AuthenticatorContract {

    private static OidcProvider provider;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        provider = OidcProvider.start(folder, "[" + """
                {"client_id": "hub", "client_secret": "x", "redirect_uris": ["CALLBACK"], "response_types": ["code"],
                 "grant_types": ["authorization_code", "refresh_token"]}
                """.replace("CALLBACK", RealProvider.CALLBACK.toString()) + "]");
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Override
    protected Authenticator authenticator() {
        return RealProvider.authenticator(Map.of(
                "issuer",
                provider.issuer().toString(),
                "client_id",
                "hub",
                "client_secret",
                "x",
                "oauth_callback_url",
                RealProvider.CALLBACK.toString()));
    }

    @Override
    protected AuthResult logIn(Authenticator authenticator) throws Exception {
        return RealProvider.logIn(authenticator, new FormBrowser(Map.of("login", "alice", "password", "x")));
    }

    @Override
    protected boolean takesPasswords() {
        return false;
    }

    @Override
    protected String username() {
        throw new UnsupportedOperationException("nobody types a name here");
    }

    @Override
    protected Secret password() {
        throw new UnsupportedOperationException("nobody types a password here");
    }
}
