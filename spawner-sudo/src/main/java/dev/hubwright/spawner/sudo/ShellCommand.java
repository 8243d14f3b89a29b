package dev.hubwright.spawner.sudo;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A command that a shell runs, as JupyterHub's {@code LocalProcessSpawner.shell_cmd} has it. */
final class ShellCommand {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellCommand() {}

    /** The shell's words and, as one more, the whole command; the command itself without a shell. */
    static List<String> wrap(List<String> shell, List<String> command) {
        if (shell.isEmpty()) {
            return command;
        }
        List<String> words = new ArrayList<>(shell);
        words.add(line(command));
        return List.copyOf(words);
    }

    /** As Python's {@code shlex.quote} writes it. */
    private static String line(List<String> command) {
        return command.stream().map(ShellCommand::quoted).collect(joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\"'\"'") + "'";
    }
}
