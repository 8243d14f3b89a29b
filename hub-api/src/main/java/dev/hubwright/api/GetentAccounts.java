package dev.hubwright.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Asks the machine's name service with the commands that every glibc system has. */
final class GetentAccounts implements LocalAccounts {

    private static final int TIMEOUT_SECONDS = 15;
    /** Exit code of getent(1) for a key that was not found. */
    private static final int NOT_FOUND = 2;
    /** Exit code of id(1) for an account that is gone, and for one with a group that has no name. */
    private static final int INCOMPLETE = 1;

    private static final int LONGEST_NAME = 256;
    /** What getent(1) takes for a number, as strtoul(3) does. */
    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?\\d+");

    @Override
    public Optional<LocalAccount> find(String name) throws ProviderException, InterruptedException {
        if (!couldBeAnAccount(name)) {
            return Optional.empty();
        }
        Optional<String[]> entry = passwd(name);
        // An account that is merely numbered like the name is somebody else's.
        return entry.isPresent() && NUMBER.matcher(name).matches() && !entry.get()[0].equals(name)
                ? Optional.empty()
                : withGroups(entry);
    }

    @Override
    public Optional<LocalAccount> find(long uid) throws ProviderException, InterruptedException {
        String number = Long.toString(uid);
        return uid < 0 ? Optional.empty() : withGroups(passwd(number).filter(fields -> fields[2].equals(number)));
    }

    private static Optional<String[]> passwd(String key) throws ProviderException, InterruptedException {
        Output passwd = run("getent", "passwd", "--", key);
        if (passwd.exitCode == NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(passwd.expectSuccess("getent passwd").strip().split(":", -1))
                .filter(fields -> fields.length >= 7);
    }

    private static Optional<LocalAccount> withGroups(Optional<String[]> entry)
            throws ProviderException, InterruptedException {
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> names = groups("-Gnz", entry.get()[0]);
        Optional<String> numbers = groups("-Gz", entry.get()[0]);
        return names.isPresent() && numbers.isPresent()
                ? Optional.of(account(entry.get(), names.get(), numbers.get()))
                : Optional.empty();
    }

    private static Optional<String> groups(String options, String name) throws ProviderException, InterruptedException {
        Output groups = run("id", options, "--", name);
        if (groups.exitCode == INCOMPLETE) {
            return Optional.of(groups.text).filter(text -> !text.isEmpty());
        }
        return Optional.of(groups.expectSuccess("id"));
    }

    private static boolean couldBeAnAccount(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST_NAME
                && !name.startsWith("-")
                && name.chars().noneMatch(c -> c < ' ' || c == ':' || c == 127);
    }

    private static LocalAccount account(String[] fields, String groups, String numbers) throws ProviderException {
        try {
            return new LocalAccount(
                    fields[0],
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Path.of(fields[5]),
                    fields[6],
                    parts(groups).toList(),
                    parts(numbers).map(Long::valueOf).toList());
        } catch (IllegalArgumentException e) {
            throw unavailable("getent passwd gave an entry for " + fields[0] + " that cannot be read", e);
        }
    }

    private static Stream<String> parts(String text) {
        return Stream.of(text.split("\0")).filter(part -> !part.isEmpty());
    }

    private static Output run(String... command) throws ProviderException, InterruptedException {
        Process process = start(command);
        try {
            process.getOutputStream().close();
            // Read beside the waiting: a member of very many groups fills the pipe before id(1) ends.
            CompletableFuture<String> text = new CompletableFuture<>();
            Thread reader = new Thread(() -> read(process.getInputStream(), text), "hubwright-" + command[0]);
            reader.setDaemon(true);
            reader.start();
            String output = text.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return new Output(process.waitFor(), output);
        } catch (TimeoutException e) {
            throw unavailable(String.join(" ", command) + " gave no answer in " + TIMEOUT_SECONDS + " s", e);
        } catch (IOException | ExecutionException e) {
            throw unavailable("Cannot read the answer of " + command[0], e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String... command) throws ProviderException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        // The hub's environment holds secrets.
        builder.environment().keySet().retainAll(Set.of("PATH", "LANG", "LC_ALL", "LC_CTYPE"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw unavailable("Cannot run " + command[0] + "; it belongs to every glibc system", e);
        }
    }

    private static void read(InputStream stream, CompletableFuture<String> text) {
        try (stream) {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            text.completeExceptionally(e);
        }
    }

    private static ProviderException unavailable(String detail, Exception cause) {
        return ProviderException.retryable("Accounts cannot be looked up just now; try again", detail, cause);
    }

    private record Output(int exitCode, String text) {
        String expectSuccess(String command) throws ProviderException {
            if (exitCode != 0) {
                throw unavailable(command + " ended with exit code " + exitCode, null);
            }
            return text;
        }
    }
}
