package dev.hubwright.hub.settings.python;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Statements;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code jupyterhub_config.py} without Python.
 *
 * <p>It understands what such files are made of: assignments of values, texts put together from others, the environment,
 * paths, lists and maps that grow, conditions and loops over what is known. It runs nothing, opens no file, and reports
 * each statement that it cannot carry out, with what to write instead. Any input ends in bounded time.
 */
public final class PythonSettings {

    private PythonSettings() {}

    /**
     * Reads the text of one file.
     *
     * @param file for its name in messages and for {@code __file__}
     * @param firstLine the line at which the text begins in it
     * @param environment what {@code os.environ} has
     * @param sink takes the settings, and everything that is to be said
     */
    public static void read(Path file, int firstLine, String text, Map<String, String> environment, Statements sink) {
        Tokenizer tokenizer = new Tokenizer("\n".repeat(firstLine - 1) + text);
        List<Statement> statements = new StatementParser(tokenizer).statements();
        if (tokenizer.sawTypographicQuotes()) {
            sink.note(new Problem(
                    "The file",
                    "has typographic quotes, which are read as plain ones; Python would refuse them",
                    new Origin(file.toString())));
        }
        new Interpreter(file.toString(), new Scope(file, environment), sink).run(statements);
    }
}
