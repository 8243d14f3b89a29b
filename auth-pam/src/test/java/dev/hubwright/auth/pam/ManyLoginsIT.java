package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several people at the same time, and what each can learn from how long it takes. */
@RequiresEngine(Engine.PAM_PWDFILE)
class ManyLoginsIT {

    @TempDir
    Path folder;

    private final ExecutorService browsers = Executors.newCachedThreadPool();

    @AfterEach
    void closeTheBrowsers() {
        browsers.shutdownNow();
    }

    @Test
    void wrongPasswordsKeepNobodyWaitingButThoseWhoTypedThem() throws Exception {
        PamConfig.Builder config = PasswordFile.service(
                folder,
                "slow",
                "auth optional pam_faildelay.so delay=20000000",
                "auth required pam_pwdfile.so nodelay pwdfile=" + folder.resolve("people"),
                "account required pam_permit.so");
        PasswordFile.in(folder, "");
        try (Dialog dialog = new Dialog(config)) {
            List<Future<AuthResult>> wrong = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                wrong.add(browsers.submit(() -> dialog.logIn("alice", "wrong")));
            }
            assertThat(dialog.logIn("alice", PasswordFile.PASSWORD)).isInstanceOf(AuthResult.Granted.class);
            assertThat(wrong).noneMatch(Future::isDone);
            for (Future<AuthResult> each : wrong) {
                assertThat(each.get(1, TimeUnit.MINUTES)).isInstanceOf(AuthResult.Denied.class);
            }
        }
    }

    /** Two hundred tries by twenty browsers at once, of which every second one is of a name that nobody has. */
    @Test
    void takesAsLongForUnknownNamesAsForWrongPasswords() throws Exception {
        List<Future<Long>> known = new ArrayList<>();
        List<Future<Long>> unknown = new ArrayList<>();
        ExecutorService twenty = Executors.newFixedThreadPool(20);
        try (Dialog dialog = new Dialog(PasswordFile.in(folder, "nodelay"))) {
            dialog.logIn("alice", "wrong");
            for (int i = 0; i < 100; i++) {
                known.add(twenty.submit(() -> nanosToRefuse(dialog, "alice")));
                unknown.add(twenty.submit(() -> nanosToRefuse(dialog, "nobody-of-that-name")));
            }
            assertThat(results(unknown)).allMatch(nanos -> nanos >= TimeUnit.MILLISECONDS.toNanos(500));
            assertThat(chanceOfLonger(results(known), results(unknown))).isBetween(0.25, 0.75);
        } finally {
            twenty.shutdownNow();
        }
    }

    private static long nanosToRefuse(Dialog dialog, String name) throws Exception {
        long begun = System.nanoTime();
        assertThat(dialog.logIn(name, "wrong")).isInstanceOf(AuthResult.Denied.class);
        return System.nanoTime() - begun;
    }

    /** That one of the first takes longer than one of the second: a half where the time tells nothing, else near 1. */
    private static double chanceOfLonger(List<Long> first, List<Long> second) {
        long longer = first.stream()
                .mapToLong(one -> second.stream().filter(other -> one > other).count())
                .sum();
        return (double) longer / (first.size() * second.size());
    }

    private static <T> List<T> results(List<Future<T>> all) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> each : all) {
            results.add(each.get(5, TimeUnit.MINUTES));
        }
        return results;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void letsTwoHundredInAtOnce(int slots) throws Exception {
        int threads = EternalThreads.count();
        try (Dialog dialog = new Dialog(PasswordFile.in(folder, "nodelay").executorThreads(slots))) {
            List<Future<AuthResult>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(browsers.submit(() -> dialog.logIn("alice", PasswordFile.PASSWORD)));
            }
            assertThat(results(all)).allMatch(AuthResult.Granted.class::isInstance);
        }
        // One that has just ended its work may not be back for more; but they do not grow with the crowd.
        assertThat(EternalThreads.count() - threads).isLessThanOrEqualTo(slots + 20);
    }

    /** Each login leaves a mark for as long as the module works, and would find that of another one. */
    @Test
    void givesModulesThatCanDoNoMoreOneLoginAtATime() throws Exception {
        Path script = Files.writeString(
                folder.resolve("alone.sh"), "#!/bin/sh\ncd %s && mkdir busy && rmdir busy\n".formatted(folder));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        PamConfig.Builder config = PasswordFile.service(
                folder, "alone", "auth required pam_exec.so " + script, "account required pam_permit.so");
        try (Dialog dialog = new Dialog(config.executorThreads(1))) {
            List<Future<AuthResult>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(browsers.submit(() -> dialog.logIn("alice", PasswordFile.PASSWORD)));
            }
            assertThat(results(all)).allMatch(AuthResult.Granted.class::isInstance);
        }
    }
}
