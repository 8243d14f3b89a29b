package dev.hubwright.examples;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.AuthenticatorSettings;
import java.util.Map;

// quote
/** Makes a {@link BadgeAuthenticator} from the settings {@code BadgeAuthenticator.badges}. */
public final class BadgeAuthenticatorFactory implements AuthenticatorFactory {

    private static final Setting<Map<String, String>> BADGES = Setting.textMap("badges")
            .required()
            .hidden()
            .must(badges -> badges.values().stream().noneMatch(String::isBlank), "a number for every user name")
            .describedAs("The numbers of badges by user name.");

    private static final Schema SCHEMA = AuthenticatorSettings.SCHEMA.then("BadgeAuthenticator", BADGES);

    @Override
    public String id() {
        return "badge";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Authenticator create(Settings settings, ProviderContext context) {
        return new BadgeAuthenticator(settings.get(BADGES));
    }

    @Override
    public int spiLevel() {
        return Providers.SPI_LEVEL;
    }
}
// end of quote
