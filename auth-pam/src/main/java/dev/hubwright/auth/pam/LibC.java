package dev.hubwright.auth.pam;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** What libpam expects of those who use it: memory that it can free, in the C library's own heap. */
interface LibC extends Library {

    /** Loads the C library. */
    static LibC load() {
        return Native.load("c", LibC.class);
    }

    Pointer calloc(NativeLong count, NativeLong size);

    void free(Pointer memory);

    int geteuid();
}
