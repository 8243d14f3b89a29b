package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void refusesUnknownNamesNoSoonerThanWrongPasswords() throws Exception {
        try (Dialog dialog = new Dialog(PasswordFile.in(folder, "nodelay"))) {
            dialog.logIn("alice", "wrong");
            List<Long> known = new ArrayList<>();
            List<Long> unknown = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                known.add(millisToRefuse(dialog, "alice"));
                unknown.add(millisToRefuse(dialog, "nobody-of-that-name"));
            }
            assertThat(median(unknown)).isCloseTo(median(known), within(250L));
            assertThat(unknown).allMatch(millis -> millis >= 500);
        }
    }

    private static long millisToRefuse(Dialog dialog, String name) throws Exception {
        long begun = System.nanoTime();
        assertThat(dialog.logIn(name, "wrong")).isInstanceOf(AuthResult.Denied.class);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) + 1;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    @Test
    void oneThreadIsEnoughForModulesThatCanDoNoMore() throws Exception {
        int threads = EternalThreads.count();
        try (Dialog dialog = new Dialog(PasswordFile.in(folder, "nodelay").executorThreads(1))) {
            List<Future<AuthResult>> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(browsers.submit(() -> dialog.logIn("alice", PasswordFile.PASSWORD)));
            }
            for (Future<AuthResult> each : all) {
                assertThat(each.get(1, TimeUnit.MINUTES)).isInstanceOf(AuthResult.Granted.class);
            }
        }
        assertThat(EternalThreads.count() - threads).isLessThanOrEqualTo(2);
    }
}
