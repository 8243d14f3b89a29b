package dev.hubwright.auth.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import java.util.LinkedHashMap;
import java.util.Map;

/** Short words for tests that log people in. */
final class LdapLogins {

    private LdapLogins() {}

    /** Settings of the section LDAPAuthenticator as a file would hold them: keys and values by turns. */
    static Settings settings(Object... keysAndValues) {
        Map<String, Object> section = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            section.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Settings.read(
                new LdapAuthenticatorFactory().schema(),
                RawSettings.of(Map.of("LDAPAuthenticator", section)),
                Map.of());
    }

    static Authenticator authenticator(Object... keysAndValues) {
        return new LdapAuthenticatorFactory()
                .create(settings(keysAndValues), ProviderContext.builder().build());
    }

    static AuthRequest attempt(String name, String password) {
        return AuthRequest.password(name, Secret.of(password));
    }

    static AuthResult logIn(Authenticator authenticator, String name, String password) throws Exception {
        return authenticator.authenticate(attempt(name, password));
    }

    static AuthResult.Granted granted(AuthResult result) {
        assertThat(result).isInstanceOf(AuthResult.Granted.class);
        return (AuthResult.Granted) result;
    }

    static AuthResult.Granted letIn(Authenticator authenticator, String name, String password) throws Exception {
        return granted(logIn(authenticator, name, password));
    }

    static AuthResult.Denied denied(AuthResult result, DenialReason reason) {
        assertThat(result).isInstanceOf(AuthResult.Denied.class);
        AuthResult.Denied denied = (AuthResult.Denied) result;
        assertThat(denied.reason()).isEqualTo(reason);
        return denied;
    }

    /** Refused like any stranger: no reason that the person could read. */
    static void refused(AuthResult result, DenialReason reason) {
        assertThat(denied(result, reason).publicMessage()).isEmpty();
    }

    /** Refused with a reason that the person may read. */
    static void refusedAfterProof(AuthResult result, DenialReason reason) {
        assertThat(denied(result, reason).publicMessage()).isPresent();
    }
}
