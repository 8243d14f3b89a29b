package dev.hubwright.spawner.sudo;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionMakerTest {

    private static final int SIGWINCH = 28;
    /** Of the others the C library keeps two for itself. */
    private static final long STANDARD = 0x7fff_ffffL;

    private static final Pointer SIG_IGN = new Pointer(1);

    @TempDir
    Path folder;

    static Stream<SessionMaker> makers() {
        return Stream.of(new SetsidProgram(), LibcSpawn.ofThisMachine().orElseThrow());
    }

    @Test
    void asksTheLibraryWhereItCan() {
        assertThat(SessionMaker.best(Path.of("/proc"))).isInstanceOf(LibcSpawn.class);
    }

    @ParameterizedTest
    @MethodSource("makers")
    void makesLeadersOfSessions(SessionMaker maker) throws Exception {
        Process process = start(maker, "cat /proc/self/stat; exec cat /proc/$$/stat");

        assertThat(process.waitFor()).isZero();
        String[] stat = output().lines().toList().get(1).split(" ");
        assertThat(stat[0]).as("pid").isEqualTo(String.valueOf(process.pid()));
        assertThat(stat[3])
                .as("parent")
                .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
        assertThat(stat[4]).as("group").isEqualTo(stat[0]);
        assertThat(stat[5]).as("session").isEqualTo(stat[0]);
        assertThat(stat[6]).as("terminal").isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("makers")
    void givesWhatItIsToldAndNothingElse(SessionMaker maker) throws Exception {
        Files.writeString(log(), "before\n");
        Process process = maker.start(
                List.of(
                        "/usr/bin/env",
                        "-u",
                        "B",
                        "sh",
                        "-c",
                        "env; pwd; ls /proc/self/fd; cat; echo \"$1\" >&2",
                        "sh",
                        "a b"),
                Map.of("A", "1 2\n3", "B", "4", "PATH", System.getenv("PATH")),
                folder,
                log());

        assertThat(process.waitFor()).isZero();
        assertThat(output())
                .startsWith("before\n")
                .contains("A=1 2\n3\n")
                .doesNotContain("B=", "HOME=")
                .endsWith(folder + "\n0\n1\n2\n3\na b\n");
    }

    @ParameterizedTest
    @MethodSource("makers")
    void tellsHowAProcessEnded(SessionMaker maker) throws Exception {
        Process failed = start(maker, "exit 7");
        Process killed = start(maker, "kill -KILL $$");
        Process living = start(maker, "exec sleep 600");

        assertThat(failed.waitFor()).isEqualTo(7);
        assertThat(failed.onExit().get()).isSameAs(failed);
        assertThat(failed.isAlive()).isFalse();
        assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(killed.exitValue()).isEqualTo(128 + 9);
        assertThat(living.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(living.isAlive()).isTrue();
        assertThatThrownBy(living::exitValue).isInstanceOf(IllegalThreadStateException.class);
        living.destroy();
        assertThat(living.waitFor()).isEqualTo(128 + 15);
        assertThat(Path.of("/proc", String.valueOf(living.pid())))
                .as("a zombie")
                .doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("makers")
    void saysWhatCannotBeStarted(SessionMaker maker) {
        assertThatThrownBy(() -> maker.start(List.of("/bin/true"), Map.of(), folder.resolve("nowhere"), log()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No such file or directory");
    }

    @ParameterizedTest
    @MethodSource("makers")
    void letsNoSignalBeIgnoredIfItSaysSo(SessionMaker maker) throws Exception {
        Function signal = NativeLibrary.getInstance("c").getFunction("signal");
        Pointer before = signal.invokePointer(new Object[] {SIGWINCH, SIG_IGN});
        try {
            Process process = start(maker, "grep -E 'SigBlk|SigIgn' /proc/self/status");

            assertThat(process.waitFor()).isZero();
            Map<String, Long> masks = output().lines()
                    .map(line -> line.split("\\s+"))
                    .collect(toMap(line -> line[0], line -> Long.parseUnsignedLong(line[1], 16) & STANDARD));
            assertThat(masks.equals(Map.of("SigBlk:", 0L, "SigIgn:", 0L)))
                    .as(masks.toString())
                    .isEqualTo(maker.heedsAllSignals());
        } finally {
            signal.invokePointer(new Object[] {SIGWINCH, before});
        }
    }

    private Process start(SessionMaker maker, String script) throws IOException {
        return maker.start(List.of("/bin/sh", "-c", script), Map.of("PATH", System.getenv("PATH")), folder, log());
    }

    private Path log() {
        return folder.resolve("log");
    }

    private String output() throws IOException {
        return Files.readString(log());
    }
}
