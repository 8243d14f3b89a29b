package dev.hubwright.hub.settings;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Lists settings as they count in the end, fit to be shown. Used once, by one thread. */
final class EffectiveSettings {

    private static final String HIDDEN = "***";
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|passwd|secret|token|api_?key|credential).*");
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(://[^\\s/@:]*:)[^\\s/]*@");

    private final List<EffectiveSetting> all = new ArrayList<>();

    void add(Schema schema, Settings settings) {
        for (Schema.Section section : schema.sections()) {
            for (Setting<?> declared : section.settings()) {
                Setting<?> setting = schema.settings().get(declared.key());
                boolean here = section.settings().contains(setting);
                if (here
                        && !setting.documentation().isEmpty()
                        && setting.whyIgnored().isEmpty()) {
                    add(section.name() + "." + setting.key(), setting, settings);
                }
            }
        }
    }

    List<EffectiveSetting> all() {
        return List.copyOf(all);
    }

    private void add(String path, Setting<?> setting, Settings settings) {
        Problem place = settings.problem(setting, "");
        boolean written = settings.isSet(setting);
        // Code has no place, and is not a default either.
        Origin origin = written && place.origin().description().isEmpty() ? new Origin("code") : place.origin();
        Object value = settings.find(setting).map(Object.class::cast).orElse(null);
        boolean secret = setting.isSecret() && value != null;
        all.add(new EffectiveSetting(
                written ? place.path() : path,
                secret && written ? HIDDEN : shown(value),
                written ? origin : Origin.CODE,
                secret));
    }

    private static Object shown(Object value) {
        if (value instanceof Duration duration) {
            return duration.toMillis() % 1000 == 0 ? (Object) duration.toSeconds() : duration.toMillis() / 1000.0;
        }
        if (value instanceof Secret secret) {
            return PASSWORD_IN_URL.matcher(secret.reveal()).replaceAll("$1" + HIDDEN + "@");
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(EffectiveSettings::shown).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            map.forEach((name, entry) -> entries.put(String.valueOf(name), isSecret(name) ? HIDDEN : shown(entry)));
            return entries;
        }
        if (value instanceof URI || value instanceof String) {
            return PASSWORD_IN_URL.matcher(value.toString()).replaceAll("$1" + HIDDEN + "@");
        }
        return value instanceof Number || value instanceof Boolean || value == null
                ? value
                : String.valueOf(value).toLowerCase(Locale.ROOT);
    }

    private static boolean isSecret(Object name) {
        return SECRET_NAME.matcher(String.valueOf(name)).matches();
    }
}
