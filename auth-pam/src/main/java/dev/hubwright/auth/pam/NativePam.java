package dev.hubwright.auth.pam;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import dev.hubwright.api.ProviderException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The native side, once for the JVM: its libraries, and the modules that must never be unloaded. Thread-safe. */
final class NativePam {

    private static final int RTLD_LAZY = 0x1;
    private static final int RTLD_NODELETE = 0x1000;

    private static final Map<Path, NativeLibrary> PINNED = new ConcurrentHashMap<>();

    private NativePam() {}

    /** Loads everything on first use. */
    private static final class Loaded {
        static final LibPam PAM = LibPam.load();
        static final LibC C = LibC.load();
    }

    static LibPam pam() throws ProviderException {
        try {
            return Loaded.PAM;
        } catch (LinkageError e) {
            throw ProviderException.permanent(
                    PamTrouble.PUBLIC_MESSAGE,
                    "libpam.so.0 cannot be loaded; install it (libpam0g), and where /tmp is mounted noexec, start the "
                            + "hub with -Djna.tmpdir= and a folder whose files can be executed",
                    e);
        }
    }

    static LibC c() {
        return Loaded.C;
    }

    /**
     * Keeps a module in memory for ever. {@code pam_end} unloads modules, and pam_sss leaves a destructor behind that
     * the next thread to end would jump to.
     */
    static void pin(Path module) {
        PINNED.computeIfAbsent(module, path -> {
            try {
                // It is held as well, should a system not know the flag.
                return NativeLibrary.getInstance(
                        path.toString(), Map.of(Library.OPTION_OPEN_FLAGS, RTLD_LAZY | RTLD_NODELETE));
            } catch (UnsatisfiedLinkError e) {
                return null; // PAM will not be able to load it either, and says so.
            }
        });
    }
}
