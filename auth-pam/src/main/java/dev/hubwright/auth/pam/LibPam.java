package dev.hubwright.auth.pam;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.PointerByReference;

/** The functions of libpam. Texts are bytes with a NUL at their end, because their encoding is a setting. */
interface LibPam extends Library {

    int PAM_TTY = 3;
    /** What stands for the terminal that people of a hub do not have. */
    String TTY = "jupyterhub";

    int PAM_RHOST = 4;
    int PAM_USER = 2;
    int PAM_FAIL_DELAY = 10;

    int PAM_DISALLOW_NULL_AUTHTOK = 0x1;
    int PAM_CHANGE_EXPIRED_AUTHTOK = 0x20;

    /**
     * Loads the library of this machine.
     *
     * @throws UnsatisfiedLinkError if there is none
     */
    static LibPam load() {
        return Native.load("libpam.so.0", LibPam.class);
    }

    int pam_start(byte[] service, byte[] user, Conv conversation, PointerByReference handle);

    /** Like {@code pam_start}, with services from another folder than {@code /etc/pam.d}; since Linux-PAM 1.4. */
    int pam_start_confdir(byte[] service, byte[] user, Conv conversation, byte[] folder, PointerByReference handle);

    int pam_authenticate(Pointer handle, int flags);

    int pam_acct_mgmt(Pointer handle, int flags);

    int pam_chauthtok(Pointer handle, int flags);

    int pam_open_session(Pointer handle, int flags);

    int pam_close_session(Pointer handle, int flags);

    int pam_set_item(Pointer handle, int item, byte[] value);

    int pam_set_item(Pointer handle, int item, FailDelay value);

    int pam_get_item(Pointer handle, int item, PointerByReference value);

    /** A list that ends with NULL; it and its texts are the caller's to free. */
    Pointer pam_getenvlist(Pointer handle);

    int pam_end(Pointer handle, int status);

    /** {@code struct pam_conv}, of which libpam makes a copy. */
    @Structure.FieldOrder({"callback", "data"})
    class Conv extends Structure {
        /** Asks the person. */
        public ConversationCallback callback;
        /** What the callback gets back. */
        public Pointer data;
    }

    /** Answers what modules ask. */
    interface ConversationCallback extends Callback {

        /** Must not throw: JNA would answer 0, which is success. */
        int invoke(int count, Pointer messages, Pointer responses, Pointer data);
    }

    /** Is told how long to wait after a failure, instead of libpam waiting itself. */
    interface FailDelay extends Callback {

        /** {@code microseconds} is already made random by libpam. */
        void invoke(int status, int microseconds, Pointer data);
    }
}
