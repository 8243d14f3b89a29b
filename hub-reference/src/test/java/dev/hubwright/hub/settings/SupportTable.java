package dev.hubwright.hub.settings;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes down, for each setting of JupyterHub, what becomes of it here. */
final class SupportTable {

    private static final String BEGIN = "<!-- made from the code -->\n";
    private static final String END = "<!-- end -->\n";

    private final Map<String, String> rows = new TreeMap<>();

    /** The page with its table brought up to date. */
    static String in(Path page) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        return text.substring(0, begin) + new SupportTable().write() + text.substring(text.indexOf(END));
    }

    /** What becomes of each setting: its path, or {@code ….key} where only some providers have it. */
    Map<String, String> standing() {
        HubSettings.SCHEMAS.forEach(this::supported);
        supported(AuthenticatorSettings.SCHEMA);
        supported(SpawnerSettings.SCHEMA);
        OtherSettings.MOVED.forEach((path, target) -> rows.put(path, "applied as `" + target + "`"));
        OtherSettings.NOT_SUPPORTED.forEach((path, sentence) -> rows.putIfAbsent(path, "**error**: " + sentence));
        OtherSettings.WITHOUT_EFFECT.forEach((path, sentence) -> rows.putIfAbsent(path, "warning: " + sentence));
        OtherSettings.NOT_SUPPORTED_IN_PROVIDERS.forEach(this::inProviders);
        OtherSettings.DIFFERENT.forEach((path, sentence) -> rows.put(path, "supported, but " + sentence));
        OtherSettings.OTHER_DEFAULTS.forEach((path, sentence) -> rows.merge(
                path,
                "supported; default: " + sentence,
                (row, added) -> row.startsWith("supported,") ? row + "; " + added : added));
        return rows;
    }

    private String write() {
        StringBuilder table = new StringBuilder("| Setting | Here |\n|---|---|\n");
        standing()
                .forEach((path, standing) ->
                        table.append("| `" + path + "` | " + standing.replace("|", "\\|") + " |\n"));
        return table.toString();
    }

    private void supported(Schema schema) {
        for (Schema.Section section : schema.sections()) {
            for (Setting<?> setting : section.settings()) {
                if (!setting.documentation().isEmpty()) {
                    rows.put(section.name() + "." + setting.key(), "supported");
                    setting.oldKeys()
                            .forEach(old -> rows.put(
                                    section.name() + "." + old,
                                    "applied as `" + section.name() + "." + setting.key() + "`"));
                }
            }
        }
    }

    private void inProviders(String key, String sentence) {
        boolean known = Stream.of("Authenticator.", "Spawner.").anyMatch(section -> rows.containsKey(section + key));
        if (!known) {
            rows.put("…." + key, "**error**, where the provider does not have it: " + sentence);
        }
    }
}
