package dev.hubwright.hub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.hub.settings.EffectiveSetting;
import dev.hubwright.hub.settings.HubConfiguration;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints the settings that count in the end, without what is secret, and where each comes from. */
final class SettingsPrinter {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final PrintWriter out;

    SettingsPrinter(PrintWriter out) {
        this.out = out;
    }

    /** Those that were written, or all of them. */
    void print(HubConfiguration configuration, boolean all) {
        List<EffectiveSetting> settings = configuration.effective().stream()
                .filter(setting -> all || !setting.isDefault())
                .toList();
        out.println(settings.isEmpty() ? "settings: all are defaults" : "settings:");
        settings.forEach(setting -> out.println("  " + setting.path() + " = " + json(setting.value()) + "    ("
                + (setting.isDefault() ? "default" : setting.origin().description()) + ")"));
    }

    void printJson(HubConfiguration configuration) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("right", true);
        answer.put(
                "settings",
                configuration.effective().stream()
                        .map(SettingsPrinter::describe)
                        .toList());
        answer.put("warnings", configuration.warnings());
        out.println(json(answer));
    }

    void printJson(InvalidSettings invalid) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("right", false);
        answer.put(
                "problems",
                invalid.problems().stream()
                        .map(problem -> Map.of(
                                "setting", problem.path(),
                                "message", problem.message(),
                                "origin", problem.origin().description()))
                        .toList());
        out.println(json(answer));
    }

    private static Map<String, Object> describe(EffectiveSetting setting) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("setting", setting.path());
        description.put("value", setting.value());
        description.put(
                "origin", setting.isDefault() ? "default" : setting.origin().description());
        description.put("secret", setting.secret());
        return description;
    }

    private static String json(Object value) {
        try {
            return value instanceof Map<?, ?> map && map.containsKey("right")
                    ? JSON.writeValueAsString(value)
                    : JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A setting is neither text, number, list nor map", e);
        }
    }
}
