package dev.hubwright.spawner.sudo;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the C library, which runs nothing in between. The JDK's way to make a process runs a program of its own first, and
 * knows nothing of sessions, for which it takes another; where many servers start at once, running programs is what takes
 * the time.
 */
final class LibcSpawn implements SessionMaker {

    private static final Logger LOG = LoggerFactory.getLogger(LibcSpawn.class);

    /** More than any C library needs for one of its structures; glibc has 336 and less. */
    private static final int STRUCTURE = 1024;

    // The same in glibc and musl, on all architectures that use Linux's common numbers: spawn.h, fcntl.h.
    private static final short RESET_SIGNALS_UNMASK_AND_LEAD_A_SESSION = 0x04 | 0x08 | 0x80;
    private static final int O_RDONLY = 0;
    private static final int O_WRONLY_CREAT_APPEND = 0x1 | 0x40 | 0x400;
    private static final int PRIVATE = 0600;

    private static final List<String> NOT_EVERYWHERE =
            List.of("posix_spawn_file_actions_addchdir_np", "posix_spawn_file_actions_addclosefrom_np");

    private final LibC libc;

    private LibcSpawn(LibC libc) {
        this.libc = libc;
    }

    /** Empty where the C library cannot be asked, or is too old. */
    static Optional<LibcSpawn> ofThisMachine() {
        return Library.OF_THIS_MACHINE;
    }

    private static Optional<LibcSpawn> load() {
        try {
            if (!Platform.isLinux() || Platform.isMIPS()) {
                return Optional.empty();
            }
            NOT_EVERYWHERE.forEach(NativeLibrary.getInstance("c")::getFunction);
            return Optional.of(new LibcSpawn(Native.load("c", LibC.class)));
        } catch (LinkageError e) {
            LOG.debug("Servers are started by way of setsid, as the C library cannot be asked: {}", e.toString());
            return Optional.empty();
        }
    }

    @Override
    public boolean heedsAllSignals() {
        return true;
    }

    @Override
    public Process start(List<String> words, Map<String, String> environment, Path folder, Path log)
            throws IOException {
        Pointer actions = new Memory(STRUCTURE);
        check(libc.posix_spawn_file_actions_init(actions));
        try {
            check(libc.posix_spawn_file_actions_addopen(actions, 0, path("/dev/null"), O_RDONLY, 0));
            check(libc.posix_spawn_file_actions_addopen(
                    actions, 1, path(log.toString()), O_WRONLY_CREAT_APPEND, PRIVATE));
            check(libc.posix_spawn_file_actions_adddup2(actions, 1, 2));
            check(libc.posix_spawn_file_actions_addchdir_np(actions, path(folder.toString())));
            check(libc.posix_spawn_file_actions_addclosefrom_np(actions, 3));
            return start(words, environment, actions);
        } finally {
            libc.posix_spawn_file_actions_destroy(actions);
        }
    }

    private Process start(List<String> words, Map<String, String> environment, Pointer actions) throws IOException {
        Pointer attributes = new Memory(STRUCTURE);
        check(libc.posix_spawnattr_init(attributes));
        try {
            Pointer signals = new Memory(STRUCTURE);
            libc.sigemptyset(signals);
            check(libc.posix_spawnattr_setsigmask(attributes, signals));
            libc.sigfillset(signals);
            check(libc.posix_spawnattr_setsigdefault(attributes, signals));
            check(libc.posix_spawnattr_setflags(attributes, RESET_SIGNALS_UNMASK_AND_LEAD_A_SESSION));
            String[] variables = environment.entrySet().stream()
                    .map(variable -> variable.getKey() + "=" + variable.getValue())
                    .toArray(String[]::new);
            IntByReference pid = new IntByReference();
            check(libc.posix_spawn(
                    pid,
                    path(words.get(0)),
                    actions,
                    attributes,
                    new StringArray(
                            words.toArray(String[]::new), NarrowLocale.charset().name()),
                    new StringArray(variables, NarrowLocale.charset().name())));
            return new SpawnedProcess(pid.getValue(), libc);
        } finally {
            libc.posix_spawnattr_destroy(attributes);
        }
    }

    /** As the JDK names files to the kernel, so that it is the same one. */
    private static byte[] path(String path) {
        return (path + "\0").getBytes(NarrowLocale.ofFiles());
    }

    private void check(int error) throws IOException {
        if (error != 0) {
            throw new IOException(libc.strerror(error));
        }
    }

    /** Loaded once, when the first spawner is made. */
    private static final class Library {

        private static final Optional<LibcSpawn> OF_THIS_MACHINE = load();
    }
}
