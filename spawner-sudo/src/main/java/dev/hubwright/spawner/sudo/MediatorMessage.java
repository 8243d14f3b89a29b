package dev.hubwright.spawner.sudo;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little JSON that sudospawner's mediator reads and writes: one flat object each. */
final class MediatorMessage {

    private static final Pattern ERROR = Pattern.compile("\"error\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private MediatorMessage() {}

    static String spawn(List<String> arguments, Map<String, String> environment) {
        return "{\"action\": \"spawn\", \"args\": ["
                + arguments.stream().map(MediatorMessage::quoted).collect(joining(", "))
                + "], \"env\": {"
                + environment.entrySet().stream()
                        .map(variable -> quoted(variable.getKey()) + ": " + quoted(variable.getValue()))
                        .collect(joining(", "))
                + "}}";
    }

    static String kill(long pid, int signal) {
        return "{\"action\": \"kill\", \"pid\": " + pid + ", \"signal\": " + signal + "}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    static boolean isOk(String reply) {
        return has(reply, "\"ok\"\\s*:\\s*true");
    }

    static boolean isAlive(String reply) {
        return has(reply, "\"alive\"\\s*:\\s*true");
    }

    private static boolean has(String reply, String pattern) {
        return Pattern.compile(pattern).matcher(reply).find();
    }

    static Optional<Long> pid(String reply) {
        Matcher pid = Pattern.compile("\"pid\"\\s*:\\s*(\\d{1,10})\\b").matcher(reply);
        return pid.find() ? Optional.of(Long.parseLong(pid.group(1))) : Optional.empty();
    }

    static Optional<String> error(String reply) {
        Matcher error = ERROR.matcher(reply);
        return error.find() ? Optional.of(error.group(1)) : Optional.empty();
    }
}
