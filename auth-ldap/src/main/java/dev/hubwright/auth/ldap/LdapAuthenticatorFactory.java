package dev.hubwright.auth.ldap;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import java.util.List;
import java.util.Set;

/** People from an LDAP directory or Active Directory, under the settings of JupyterHub's {@code LDAPAuthenticator}. */
public final class LdapAuthenticatorFactory implements AuthenticatorFactory {

    /**
     * Makes an authenticator for Java code that has no settings. Does no I/O; the caller closes it.
     *
     * @param context the clock, and where random numbers come from
     */
    public static Authenticator create(LdapConfig config, ProviderContext context) {
        return LdapAuthenticator.create(config, context);
    }

    @Override
    public String id() {
        return "ldap";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("ldapauthenticator.LDAPAuthenticator", "LDAPAuthenticator", "ldapauthenticator");
    }

    @Override
    public Schema schema() {
        return LdapSettings.SCHEMA;
    }

    @Override
    public List<Problem> validate(Settings settings) {
        return LdapChecks.problems(settings);
    }

    @Override
    public List<Problem> warnings(Settings settings) {
        return LdapChecks.warnings(settings);
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidSettings {@inheritDoc}
     */
    @Override
    public Authenticator create(Settings settings, ProviderContext context) {
        return LdapAuthenticator.create(LdapConfig.of(settings), context);
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
