package dev.hubwright.hub.settings.source;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${env:NAME}}, {@code ${env:NAME:-default}}, {@code ${file:/path}} and {@code $$} in texts, or checks
 * them and leaves them as they are.
 */
public final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\{([^}]*)}");
    private static final Pattern KNOWN = Pattern.compile("\\$\\{(?:env:[A-Za-z_][^}]*|file:[^}]+)}");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    private final Map<String, String> environment;
    private final boolean keep;

    private References(Map<String, String> environment, boolean keep) {
        this.environment = requireNonNull(environment, "environment");
        this.keep = keep;
    }

    /** Replaces references by what they lead to. */
    public static References resolving(Map<String, String> environment) {
        return new References(environment, false);
    }

    /** Leaves references where they are, and only makes paths of files absolute. */
    public static References keeping(Map<String, String> environment) {
        return new References(environment, true);
    }

    /** Whether references stay in texts. */
    public boolean keeps() {
        return keep;
    }

    /** The environment that references are looked up in. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Makes a template of a text in which {@code $} has no meaning except in references that are written in full. */
    public static String escape(String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        Matcher matcher = KNOWN.matcher(text);
        int end = 0;
        while (matcher.find()) {
            result.append(text.substring(end, matcher.start()).replace("$", "$$"))
                    .append(matcher.group());
            end = matcher.end();
        }
        return result.append(text.substring(end).replace("$", "$$")).toString();
    }

    /** Makes a template of a text in which {@code $} never has a meaning. */
    public static String literal(String text) {
        return text.replace("$", "$$");
    }

    /** Whether a template leads to something outside. */
    public static boolean isIn(String template) {
        return KNOWN.matcher(template.replace("$$", "")).find();
    }

    /**
     * The text with all its references replaced; those that cannot be are reported and left empty.
     *
     * @param folder where relative paths of files start
     * @param secret whether the value must stay secret, so that files must not be open to everybody
     */
    public String resolve(String text, Path folder, boolean secret, Consumer<String> problem) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String value =
                    matcher.group(1) == null ? (keep ? "$$" : "$") : value(matcher.group(1), folder, secret, problem);
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }

    private String value(String reference, Path folder, boolean secret, Consumer<String> problem) {
        if (reference.startsWith("env:")) {
            return keep ? "${" + reference + "}" : variable(reference.substring("env:".length()), problem);
        }
        if (reference.startsWith("file:")) {
            return file(reference.substring("file:".length()), folder, secret, problem);
        }
        String scheme = reference.split(":", 2)[0];
        String shown = SCHEME.matcher(scheme).matches() ? "${" + scheme + "…}" : "${…}";
        problem.accept("has a reference " + shown
                + " that is not known; write ${env:NAME} or ${file:/path}, or $$ for a literal $");
        return "";
    }

    private String variable(String reference, Consumer<String> problem) {
        int separator = reference.indexOf(":-");
        String name = separator < 0 ? reference : reference.substring(0, separator);
        String value = environment.get(name);
        // As in a shell, an empty variable takes the default of ":-" too.
        if (separator >= 0 && (value == null || value.isEmpty())) {
            return reference.substring(separator + 2);
        }
        if (value == null) {
            problem.accept("needs the environment variable " + name + ", which is not set; set it, or write ${env:"
                    + name + ":-default}");
            return "";
        }
        return value;
    }

    private String file(String name, Path folder, boolean secret, Consumer<String> problem) {
        try {
            Path path = folder.resolve(name).toAbsolutePath();
            if (keep) {
                return "${file:" + path + "}";
            }
            String text = TextFile.read(path).replaceFirst("\\r?\\n\\z", "");
            if (secret && TextFile.isOpenToEverybody(path)) {
                problem.accept(
                        "refers to the file " + name + ", which everybody on this machine may read or change; run"
                                + " \"chmod 600 " + path + "\" (for a mounted Kubernetes secret, defaultMode: 0440)");
                return "";
            }
            return text;
        } catch (TextFile.Unreadable e) {
            problem.accept("refers to the file " + name + ", which " + e.getMessage());
        } catch (InvalidPathException e) {
            problem.accept("refers to a file whose name cannot be one");
        }
        return "";
    }

    /** The environment may hold secrets. */
    @Override
    public String toString() {
        return "References";
    }
}
