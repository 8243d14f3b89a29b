package dev.hubwright.hub.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${env:NAME}}, {@code ${env:NAME:-default}}, {@code ${file:/path}} and {@code $$} in texts. */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\{([^}]*)}");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    private final Path folder;
    private final Map<String, String> environment;

    /** Paths of references are relative to the folder of {@code settingsFile}. */
    References(Path settingsFile, Map<String, String> environment) {
        this.folder = settingsFile.toAbsolutePath().getParent();
        this.environment = environment;
    }

    /** The text with all its references replaced; those that cannot be are reported and left empty. */
    String resolve(String text, Consumer<String> problem) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String value = matcher.group(1) == null ? "$" : value(matcher.group(1), problem);
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }

    private String value(String reference, Consumer<String> problem) {
        if (reference.startsWith("env:")) {
            return variable(reference.substring("env:".length()), problem);
        }
        if (reference.startsWith("file:")) {
            return file(reference.substring("file:".length()), problem);
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

    private String file(String path, Consumer<String> problem) {
        try {
            return TextFile.read(folder.resolve(path)).replaceFirst("\\r?\\n\\z", "");
        } catch (TextFile.Unreadable e) {
            problem.accept("refers to the file " + path + ", which " + e.getMessage());
        } catch (InvalidPathException e) {
            problem.accept("refers to a file whose name cannot be one");
        }
        return "";
    }
}
