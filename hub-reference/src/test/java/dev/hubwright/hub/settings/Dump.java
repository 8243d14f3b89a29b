package dev.hubwright.hub.settings;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.RawSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What files say and what becomes of it, as text that tests compare. */
final class Dump {

    static final Map<String, String> ENVIRONMENT = Map.of(
            "HOME", "/root",
            "NOTEBOOK_IMAGE", "quay.io/jupyter/base-notebook:latest",
            "NETWORK_NAME", "hub",
            "CLIENT_SECRET", "not-told",
            "CONFIGPROXY_AUTH_TOKEN", "not-told",
            "GRADER_TOKEN", "not-told",
            "JUPYTERHUB_CRYPT_KEY", "ab".repeat(32));

    private Dump() {}

    /** Every value that was read, with its line; and what is said about the files by themselves. */
    static String of(List<Path> files) {
        StringBuilder text = new StringBuilder();
        Reading reading = ConfigurationFiles.read(files, ENVIRONMENT, Installed.all());
        values(reading, true).forEach((path, value) -> text.append(path + " = " + value + "\n"));
        reading.problems().forEach(problem -> text.append("problem: " + problem + "\n"));
        reading.notes().forEach(note -> text.append("note: " + note + "\n"));
        return place(files, text.toString());
    }

    /** What a hub finds wrong with the files, without the ids of providers that happen to be there. */
    static List<String> problems(List<Path> files) {
        try {
            resolve(files);
            return List.of();
        } catch (InvalidSettings e) {
            return e.problems().stream()
                    .map(problem -> place(files, problem.toString()))
                    .toList();
        }
    }

    /** What counts in the end, without secrets: what the files say, or the defaults of what they do not say. */
    static List<String> effective(List<Path> files, boolean defaults) {
        return resolve(files).effective().stream()
                .filter(setting -> setting.isDefault() == defaults)
                .map(setting -> setting.path() + " = " + setting.value()
                        + (defaults ? "" : "    (" + setting.origin().description() + ")"))
                .map(line -> place(files, line))
                .sorted()
                .toList();
    }

    private static HubConfiguration resolve(List<Path> files) {
        return HubConfiguration.resolve(
                ConfigurationFiles.read(files, ENVIRONMENT, Installed.all()),
                Installed.AUTHENTICATORS,
                Installed.SPAWNERS,
                ENVIRONMENT);
    }

    /** Values by section and key. */
    static Map<String, String> values(Reading reading, boolean withPlaces) {
        Map<String, String> values = new LinkedHashMap<>();
        RawSettings settings = Instances.unfold(reading.settings());
        new TreeSet<>(settings.sections()).forEach(section -> new TreeMap<>(settings.section(section))
                .forEach((key, entry) -> values.put(
                        section + "." + key,
                        entry.value() + (withPlaces ? "    (" + entry.origin().description() + ")" : ""))));
        return values;
    }

    private static String place(List<Path> files, String text) {
        String result = text;
        for (Path file : files) {
            result = result.replace(file.toString(), file.getFileName().toString());
        }
        return result;
    }
}
