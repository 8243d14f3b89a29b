package dev.hubwright.hub.settings;

import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Environment variables that a settings file sets itself, as {@code os.environ['X'] = …} does. Unlike those that the hub
 * is started with, they do not stand over what the same files say.
 */
final class FileEnvironment {

    private FileEnvironment() {}

    static Map<String, String> of(RawSettings raw) {
        Map<String, String> variables = new LinkedHashMap<>();
        raw.find("JupyterHub", HubSettings.ENVIRONMENT.key()).ifPresent(entry -> {
            if (entry.value() instanceof Map<?, ?> map) {
                map.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
            }
        });
        return variables;
    }

    /** The environment as it is for the settings of one schema. */
    static Map<String, String> over(Map<String, String> environment, RawSettings raw, Schema schema) {
        Map<String, String> own = of(raw);
        if (own.isEmpty()) {
            return environment;
        }
        Map<String, String> result = new HashMap<>(environment);
        result.putAll(own);
        for (Setting<?> setting : schema.settings().values()) {
            if (isWritten(raw, schema, setting)) {
                setting.variables().stream().filter(own::containsKey).forEach(result::remove);
            }
        }
        return result;
    }

    private static boolean isWritten(RawSettings raw, Schema schema, Setting<?> setting) {
        return schema.sections().stream()
                .flatMap(section -> Stream.concat(Stream.of(section.name()), section.otherNames().stream()))
                .anyMatch(section -> raw.find(section, setting.key()).isPresent());
    }
}
