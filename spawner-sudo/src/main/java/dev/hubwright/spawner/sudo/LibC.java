package dev.hubwright.spawner.sudo;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.IntByReference;

/** How the C library makes processes: posix_spawn(3). All but {@code waitpid} return an error's number, or 0. */
interface LibC extends Library {

    int posix_spawn(
            IntByReference pid,
            byte[] path,
            Pointer actions,
            Pointer attributes,
            StringArray arguments,
            StringArray environment);

    int posix_spawn_file_actions_init(Pointer actions);

    int posix_spawn_file_actions_destroy(Pointer actions);

    int posix_spawn_file_actions_addopen(Pointer actions, int descriptor, byte[] path, int flags, int mode);

    int posix_spawn_file_actions_adddup2(Pointer actions, int descriptor, int copy);

    /** Since glibc 2.29. */
    int posix_spawn_file_actions_addchdir_np(Pointer actions, byte[] path);

    /** Since glibc 2.34. */
    int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int first);

    int posix_spawnattr_init(Pointer attributes);

    int posix_spawnattr_destroy(Pointer attributes);

    int posix_spawnattr_setflags(Pointer attributes, short flags);

    int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

    int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

    int sigemptyset(Pointer signals);

    int sigfillset(Pointer signals);

    /** Returns the process that ended, 0 if it has not, or -1. */
    int waitpid(int pid, IntByReference status, int options);

    String strerror(int number);
}
