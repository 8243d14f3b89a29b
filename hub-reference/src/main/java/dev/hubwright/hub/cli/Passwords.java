package dev.hubwright.hub.cli;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Secret;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Where a command gets a password from; never from its arguments, which every user of the machine can read. */
interface Passwords {

    /** Asks on the terminal, without echo. */
    Secret ask(String prompt);

    /** Reads the first line of standard input. */
    Secret fromInput() throws IOException;

    static Passwords ofThisProcess() {
        return new Passwords() {
            @Override
            public Secret ask(String prompt) {
                Console console = System.console();
                char[] typed = console == null ? null : console.readPassword("%s", prompt);
                if (typed == null) {
                    throw new InvalidSettings(
                            "--login", "needs a terminal to ask for the password; or give it to --password-stdin");
                }
                return Secret.of(new String(typed));
            }

            @Override
            public Secret fromInput() throws IOException {
                return firstLine(System.in);
            }
        };
    }

    /** The first line, without what ends it. */
    static Secret firstLine(InputStream input) throws IOException {
        String line = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
        return Secret.of(line == null ? "" : line);
    }
}
