package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgnoredSignalsTest {

    @TempDir
    Path proc;

    @Test
    void areSeenInTheMaskOfTheProcess() throws Exception {
        assertThat(withMask("0000000000000000")).isFalse();
        assertThat(withMask("0000000000000002")).as("SIGINT").isTrue();
        assertThat(withMask("0000000000001000")).as("SIGPIPE, as under systemd").isTrue();
        assertThat(withMask("ffffffff80000000")).as("real-time signals alone").isFalse();
    }

    @Test
    void mayBeThereWhereItCannotBeFoundOut() throws Exception {
        assertThat(IgnoredSignals.mayBeThere(proc)).as("no /proc").isTrue();
        assertThat(withMask("mask")).isTrue();
        Files.writeString(proc.resolve("self/status"), "Name:\thub\n");
        assertThat(IgnoredSignals.mayBeThere(proc)).as("no such field").isTrue();
    }

    @Test
    void hideHowChildrenEnded() throws Exception {
        withMask("0000000000010000");
        assertThat(IgnoredSignals.mayHideEnds(proc)).as("SIGCHLD").isTrue();
        assertThat(SessionMaker.best(proc)).isInstanceOf(SetsidProgram.class);
        withMask("fffffffffffeffff");
        assertThat(IgnoredSignals.mayHideEnds(proc)).as("all others").isFalse();
    }

    @Test
    void areReadAsThisKernelTellsThem() throws Exception {
        assertThat(isSeenByAHubOf("trap '' INT")).isTrue();
        assertThat(isSeenByAHubOf("trap - INT")).isFalse();
    }

    private boolean withMask(String mask) throws IOException {
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(
                proc.resolve("self/status"), "SigBlk:\t0000000000000001\nSigIgn:\t" + mask + "\nSigCgt:\t1\n");
        return IgnoredSignals.mayBeThere(proc);
    }

    /** What the kernel tells of a shell with this trap, without whatever this JVM ignores itself. */
    private boolean isSeenByAHubOf(String trap) throws IOException, InterruptedException {
        Files.createDirectories(proc.resolve("self"));
        Process shell = new ProcessBuilder("env", "--default-signal", "sh", "-c", trap + "; cat /proc/self/status")
                .redirectOutput(proc.resolve("self/status").toFile())
                .start();
        assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isZero();
        return IgnoredSignals.mayBeThere(proc);
    }
}
