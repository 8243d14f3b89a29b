package dev.hubwright.hub.settings;

import dev.hubwright.api.Nearest;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.RawSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Services that run jupyterhub-idle-culler become settings of the culler that is built in: it does the same, and needs
 * no Python. Used once.
 */
final class CullService {

    private static final Pattern PROGRAM =
            Pattern.compile("(.*/)?(jupyterhub[-_]idle[-_]culler|cull_idle_servers(\\.py)?)");
    private static final Set<String> OPTIONS = Set.of(
            "timeout",
            "max_age",
            "cull_every",
            "cull_admin_users",
            "cull_default_servers",
            "cull_named_servers",
            "remove_named_servers",
            "cull_users",
            "concurrency",
            "api_page_size",
            "url",
            "ssl_enabled",
            "internal_certs_location");
    /** What only matters to a program that asks a hub from outside. */
    private static final Set<String> OF_A_CLIENT =
            Set.of("api_page_size", "url", "ssl_enabled", "internal_certs_location");

    private static final int USUAL_TIMEOUT = 600;

    private final Reading reading;
    private final List<Problem> problems;
    private final List<Problem> notes;
    private RawSettings settings;

    private CullService(Reading reading) {
        this.reading = reading;
        this.settings = reading.settings();
        this.problems = new ArrayList<>(reading.problems());
        this.notes = new ArrayList<>(reading.notes());
    }

    /** The same settings, without such services. What files say of {@code IdleCuller} itself stands over theirs. */
    static Reading translated(Reading reading) {
        Optional<RawSettings.Entry> services = reading.settings().find("JupyterHub", "services");
        return services.isPresent() && services.get().value() instanceof List<?> list
                ? new CullService(reading).without(list, services.get().origin())
                : reading;
    }

    private Reading without(List<?> services, Origin origin) {
        List<Object> others = new ArrayList<>();
        for (Object service : services) {
            Optional<List<String>> arguments = arguments(service);
            if (arguments.isPresent()) {
                translate("JupyterHub.services[" + ((Map<?, ?>) service).get("name") + "]", arguments.get(), origin);
            } else {
                others.add(service);
            }
        }
        if (others.size() == services.size()) {
            return reading;
        }
        settings = settings.with("JupyterHub", "services", others, origin);
        return new Reading(settings, problems, notes);
    }

    /** What follows the program's name; empty for another program. */
    private static Optional<List<String>> arguments(Object service) {
        if (!(service instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        // A shell gets its command as one text.
        List<String> words = new ArrayList<>();
        (map.get("command") instanceof List<?> list ? list : List.of(String.valueOf(map.get("command"))))
                .forEach(word ->
                        words.addAll(List.of(String.valueOf(word).strip().split("\\s+"))));
        for (int i = 0; i < words.size(); i++) {
            if (PROGRAM.matcher(words.get(i)).matches()) {
                return Optional.of(words.subList(i + 1, words.size()));
            }
        }
        return Optional.empty();
    }

    private void translate(String service, List<String> arguments, Origin origin) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("timeout", Integer.toString(USUAL_TIMEOUT));
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String key = key(equals < 0 ? argument : argument.substring(0, equals));
            boolean apart = equals < 0
                    && i + 1 < arguments.size()
                    && !arguments.get(i + 1).startsWith("-");
            if (!argument.startsWith("--") || !OPTIONS.contains(key)) {
                problems.add(new Problem(
                        service + ".command",
                        "has \"" + argument + "\", which the culler that is built in does not have"
                                + Nearest.to(key, OPTIONS)
                                        .map(nearest -> "; did you mean --" + nearest.replace('_', '-') + "?")
                                        .orElse("; write what it means as settings of IdleCuller"),
                        origin));
            } else if (apart) {
                options.put(key, arguments.get(++i));
            } else {
                options.put(key, equals < 0 ? "true" : argument.substring(equals + 1));
            }
        }
        options.keySet().removeAll(OF_A_CLIENT);
        // 0 is its word for "as often as is right".
        options.remove("cull_every", "0");
        List<String> set = set(options, origin);
        notes.add(new Problem(
                service,
                "is not started: the hub stops idle servers itself"
                        + (set.isEmpty() ? ", as IdleCuller says" : ", by " + String.join(", ", set)),
                origin));
    }

    private static String key(String option) {
        return option.replaceFirst("^--?(IdleCuller\\.)?", "").replace('-', '_');
    }

    private List<String> set(Map<String, String> options, Origin origin) {
        List<String> set = new ArrayList<>();
        options.forEach((key, text) -> {
            if (settings.find("IdleCuller", key).isEmpty()) {
                settings = settings.with("IdleCuller", key, value(text), origin);
                set.add("IdleCuller." + key + " = " + text);
            }
        });
        return set;
    }

    private static Object value(String text) {
        if (text.matches("\\d{1,9}")) {
            return Integer.valueOf(text);
        }
        return switch (text) {
            case "true", "True", "yes" -> true;
            case "false", "False", "no" -> false;
            default -> text;
        };
    }
}
