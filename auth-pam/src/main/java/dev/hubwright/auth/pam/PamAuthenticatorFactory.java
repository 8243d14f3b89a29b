package dev.hubwright.auth.pam;

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

/** People with an account of the machine, under the settings of JupyterHub's {@code PAMAuthenticator}. */
public final class PamAuthenticatorFactory implements AuthenticatorFactory {

    /**
     * Makes an authenticator for Java code that has no settings. Does no I/O; the caller closes it.
     *
     * @param context the accounts of the machine, the clock, and where random numbers come from
     */
    public static Authenticator create(PamConfig config, ProviderContext context) {
        return new PamAuthenticator(config, context);
    }

    @Override
    public String id() {
        return "pam";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("jupyterhub.auth.PAMAuthenticator", "PAMAuthenticator");
    }

    @Override
    public Schema schema() {
        return PamSettings.SCHEMA;
    }

    @Override
    public List<Problem> validate(Settings settings) {
        return PamChecks.problems(settings);
    }

    @Override
    public List<Problem> warnings(Settings settings) {
        return PamChecks.warnings(settings);
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidSettings {@inheritDoc}
     */
    @Override
    public Authenticator create(Settings settings, ProviderContext context) {
        InvalidSettings.throwIfAny(validate(settings));
        return create(PamConfig.of(settings), context);
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
