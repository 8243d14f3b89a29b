package dev.hubwright.hub.settings;

import dev.hubwright.api.Setting;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.AuthenticatorSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Notices an authenticator that lets in nobody. */
final class AllowRules {

    private static final String ALLOW_ALL = AuthenticatorSettings.ALLOW_ALL.key();
    private static final Set<String> ADMIN_KEYS = Set.of("admin_users", "admin_groups");

    private AllowRules() {}

    static void warnIfNone(ProviderInstance<AuthenticatorFactory> instance, List<String> warnings) {
        var schema = instance.factory().schema();
        boolean any = schema.settings().values().stream()
                .filter(setting -> setting.key().startsWith("allow") || ADMIN_KEYS.contains(setting.key()))
                .anyMatch(setting -> says(instance, setting));
        if (!any) {
            String section = instance.name().equals(ProviderInstance.DEFAULT_NAME)
                    ? schema.name()
                    : Instances.AUTHENTICATORS + "." + instance.name();
            warnings.add(section + " has no allow rule, so nobody may use the hub; write allow_all: true or"
                    + " allowed_users: [names] below " + section);
        }
    }

    private static boolean says(ProviderInstance<AuthenticatorFactory> instance, Setting<?> setting) {
        // An authenticator may let in everybody unless told otherwise; other defaults are no rules.
        boolean counts = instance.settings().isSet(setting) || setting.key().equals(ALLOW_ALL);
        Object value = counts
                ? instance.settings().find(setting).map(Object.class::cast).orElse(false)
                : false;
        return !(Boolean.FALSE.equals(value)
                || "".equals(value)
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty()));
    }
}
