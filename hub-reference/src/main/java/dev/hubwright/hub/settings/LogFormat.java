package dev.hubwright.hub.settings;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Settings;
import dev.hubwright.api.ValueType;
import java.util.List;
import java.util.Locale;

/** Forms of the log by name. Python's templates are taken for the usual form, since many settings have one. */
final class LogFormat {

    private static final String TEXT = "text";
    private static final List<String> NAMES = List.of(TEXT, "json");

    static final ValueType<String> TYPE = new ValueType<>() {
        @Override
        public String expectation() {
            return "text or json";
        }

        @Override
        public String read(Object value) {
            String text = String.valueOf(value);
            if (isTemplate(text)) {
                return text;
            }
            String name = text.strip().toLowerCase(Locale.ROOT);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException();
            }
            return name;
        }
    };

    private LogFormat() {}

    private static boolean isTemplate(String text) {
        return text.contains("%(");
    }

    static String of(Settings hub) {
        String written = hub.get(HubSettings.LOG_FORMAT);
        return isTemplate(written) ? TEXT : written;
    }

    static void check(Settings hub, List<String> warnings) {
        if (isTemplate(hub.get(HubSettings.LOG_FORMAT))) {
            Problem problem = hub.problem(
                    HubSettings.LOG_FORMAT, "has no effect: it is a template of Python; the log is text or json");
            warnings.add(problem.toString());
        }
    }
}
