package dev.hubwright.auth.pam;

import dev.hubwright.api.contract.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Accounts, groups and services that are made in the real system under names of their own, and removed again. */
final class Machine implements AutoCloseable {

    static final String PASSWORD = "wonder-Land-7";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private final Deque<Runnable> undo = new ArrayDeque<>();

    private static String unique(String kind) {
        return "hw" + kind + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();
    }

    /** An account with {@link #PASSWORD}. */
    String account(String... useraddOptions) {
        String name = unique("u");
        List<String> command = new ArrayList<>(List.of("useradd", "--no-create-home", "--shell", "/bin/sh"));
        command.addAll(List.of(useraddOptions));
        command.add(name);
        changeAccounts(command.toArray(String[]::new));
        undo.push(() -> changeAccounts("userdel", "--force", name));
        password(name, PASSWORD);
        return name;
    }

    void password(String name, String password) {
        Eventually.holds("chpasswd", Duration.ofMinutes(1), () -> {
            try {
                Commands.fed(name + ":" + password + "\n", "chpasswd", "-c", "SHA512");
                return true;
            } catch (AssertionError e) {
                return retry(e);
            }
        });
    }

    /** Runs a command that changes the files of accounts, as soon as nobody else does. */
    void changeAccounts(String... command) {
        Eventually.holds(command[0], Duration.ofMinutes(1), () -> {
            try {
                Commands.run(command);
                return true;
            } catch (AssertionError e) {
                return retry(e);
            }
        });
    }

    private static boolean retry(AssertionError error) {
        if (error.getMessage().contains("lock")) {
            return false;
        }
        throw error;
    }

    /** A service in {@code /etc/pam.d} of these lines. */
    String service(String... lines) {
        String name = unique("s");
        Path file = Path.of("/etc/pam.d", name);
        write(file, String.join("\n", lines) + "\n");
        undo.push(() -> file.toFile().delete());
        return name;
    }

    /** The service that most systems have: what pam_unix says, for the password and the account. */
    String unixService() {
        return service("auth required pam_unix.so", "account required pam_unix.so", "password required pam_unix.so");
    }

    /** Undoes something at the end. */
    void later(Runnable work) {
        undo.push(work);
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<AssertionError> failures = new ArrayList<>();
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (AssertionError e) {
                failures.add(e); // The others have to go all the same.
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
