package dev.hubwright.auth.pam;

import dev.hubwright.api.contract.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs for tests. */
final class Commands {

    private Commands() {}

    /** Runs a program to its end and gives what it printed. */
    static String run(String... command) {
        return fed("", command);
    }

    /** The same, with something to read. */
    static String fed(String input, String... command) {
        return fed(input.getBytes(StandardCharsets.UTF_8), command);
    }

    static String fed(byte[] input, String... command) {
        try {
            Path log = Files.createTempFile("command", ".log");
            Process process = builder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input);
            }
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " fails: " + Files.readString(log));
            }
            String output = Files.readString(log);
            Files.delete(log);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    static ProcessBuilder builder(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        Engine.find(words.get(0)).ifPresent(found -> words.set(0, found.toString()));
        return new ProcessBuilder(words);
    }
}
