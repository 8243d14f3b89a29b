package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Real accounts of this machine with names that nobody else has; deletes them, with all that they run. */
final class People {

    private final String prefix = "hw" + UUID.randomUUID().toString().substring(0, 6);
    private final List<String> made = new ArrayList<>();

    final String group = prefix + "grp";
    final String hub = prefix + "hub";

    People() throws Exception {
        change("groupadd", group);
        change("useradd", "--system", "--no-create-home", "--home-dir=/nonexistent", "--shell=/usr/sbin/nologin", hub);
        made.add(hub);
    }

    /** A person with a home, in the group. */
    String add(String name) throws Exception {
        String account = prefix + name;
        change("useradd", "--create-home", "--shell=/bin/bash", "--groups=" + group, account);
        made.add(account);
        return account;
    }

    Path home(String account) {
        return Path.of("/home", account);
    }

    long uid(String account) throws Exception {
        return Long.parseLong(run("id", "-u", account).strip());
    }

    /** Runs a command that changes the files of accounts, as soon as nobody else does. */
    static void change(String... command) {
        Eventually.holds(command[0], Duration.ofMinutes(1), () -> {
            try {
                run(command);
                return true;
            } catch (AssertionError e) {
                if (e.getMessage().contains("lock")) {
                    return false;
                }
                throw e;
            }
        });
    }

    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as(String.join(" ", command))
                .isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + ": " + output)
                .isZero();
        return output;
    }

    void close() throws Exception {
        for (String account : made) {
            for (ProcessEntry process : ProcessTable.ofThisMachine().of(uid(account))) {
                ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
            change("userdel", "--force", "--remove", account);
        }
        change("groupdel", group);
    }
}
