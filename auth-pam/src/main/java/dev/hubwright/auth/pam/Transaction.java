package dev.hubwright.auth.pam;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Reference;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** One login with one handle of PAM: authentication, account, a new password where one is due. Used by one thread. */
final class Transaction {

    private final LibPam pam;
    private final LibC c;
    private final PamConfig config;
    private final Encoding encoding;
    private final Answers answers;
    private final Conversation conversation;
    private final LibPam.Conv conv = new LibPam.Conv();
    private final LibPam.FailDelay failDelay;
    private Duration delay = Duration.ZERO;
    private Outcome.Phase phase = Outcome.Phase.START;
    private String user;
    private Map<String, String> environment = Map.of();
    private int proved = -1;

    Transaction(LibPam pam, LibC c, PamConfig config, Answers answers, Dialogue dialogue) {
        this.pam = pam;
        this.c = c;
        this.config = config;
        this.encoding = new Encoding(config.encoding());
        this.answers = answers;
        this.conversation = new Conversation(c, answers, encoding, dialogue);
        this.failDelay = (status, microseconds, data) -> {
            if (!PamCode.SUCCESS.is(status)) {
                delay = Duration.of(Math.max(0, microseconds), ChronoUnit.MICROS);
            }
        };
    }

    /**
     * Goes through a login.
     *
     * @param name as typed
     * @param address where the browser is; may be empty
     */
    Outcome logIn(String name, String address) {
        return with(name, address, this::steps);
    }

    /** Only the account phase, for somebody who proved themselves earlier. */
    Outcome account(String name) {
        return with(name, "", handle -> {
            proved = 0;
            return accountPhase(handle);
        });
    }

    private Outcome with(String name, String address, ToIntFunction<Pointer> work) {
        user = name;
        PointerByReference handle = new PointerByReference();
        int code = start(name, handle);
        if (!PamCode.SUCCESS.is(code)) {
            return outcome(code);
        }
        try {
            items(handle.getValue(), address);
            code = work.applyAsInt(handle.getValue());
            user = userOf(handle.getValue());
            environment = variables(pam, c, encoding, handle.getValue());
            return outcome(code);
        } finally {
            pam.pam_end(handle.getValue(), code);
            // Until here libpam had nothing but addresses of them.
            Reference.reachabilityFence(conv);
            Reference.reachabilityFence(failDelay);
            Reference.reachabilityFence(conversation);
        }
    }

    private int start(String name, PointerByReference handle) {
        conv.callback = conversation;
        byte[] service = encoding.terminated(config.service());
        byte[] typed = encoding.terminated(name);
        if (config.isUsualFolder()) {
            return pam.pam_start(service, typed, conv, handle);
        }
        byte[] folder = encoding.terminated(config.folder().toString());
        return pam.pam_start_confdir(service, typed, conv, folder, handle);
    }

    private void items(Pointer handle, String address) {
        pam.pam_set_item(handle, LibPam.PAM_FAIL_DELAY, failDelay);
        pam.pam_set_item(handle, LibPam.PAM_TTY, encoding.terminated(LibPam.TTY));
        if (!address.isEmpty()) {
            pam.pam_set_item(handle, LibPam.PAM_RHOST, encoding.terminated(address));
        }
    }

    private int steps(Pointer handle) {
        int flags = LibPam.PAM_DISALLOW_NULL_AUTHTOK;
        phase = Outcome.Phase.AUTHENTICATE;
        int code = pam.pam_authenticate(handle, flags);
        if (!PamCode.SUCCESS.is(code) && !PamCode.NEW_AUTHTOK_REQD.is(code)) {
            return code;
        }
        proved = conversation.texts().size();
        if (PamCode.SUCCESS.is(code) && config.checkAccount()) {
            code = accountPhase(handle);
        }
        return PamCode.NEW_AUTHTOK_REQD.is(code) && config.allowPasswordChange() ? change(handle) : code;
    }

    private int accountPhase(Pointer handle) {
        phase = Outcome.Phase.ACCOUNT;
        return pam.pam_acct_mgmt(handle, LibPam.PAM_DISALLOW_NULL_AUTHTOK);
    }

    private int change(Pointer handle) {
        phase = Outcome.Phase.CHANGE;
        answers.changePassword();
        int code = pam.pam_chauthtok(handle, LibPam.PAM_CHANGE_EXPIRED_AUTHTOK);
        if (!PamCode.SUCCESS.is(code) || !config.checkAccount()) {
            return code;
        }
        // The old password may have hidden another reason; that it was to be changed is settled.
        int account = accountPhase(handle);
        return PamCode.NEW_AUTHTOK_REQD.is(account) ? PamCode.SUCCESS.number() : account;
    }

    private String userOf(Pointer handle) {
        PointerByReference value = new PointerByReference();
        int code = pam.pam_get_item(handle, LibPam.PAM_USER, value);
        Pointer text = value.getValue();
        return PamCode.SUCCESS.is(code) && text != null ? exact(text) : user;
    }

    /** The variables that modules have set so far. */
    static Map<String, String> variables(LibPam pam, LibC c, Encoding encoding, Pointer handle) {
        Pointer list = pam.pam_getenvlist(handle);
        if (list == null) {
            return Map.of();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (long i = 0; list.getPointer(i * Native.POINTER_SIZE) != null; i++) {
            Pointer entry = list.getPointer(i * Native.POINTER_SIZE);
            String text = encoding.exact(entry.getByteArray(0, (int) entry.indexOf(0, (byte) 0)));
            int equals = text.indexOf('=');
            if (equals > 0) {
                variables.put(text.substring(0, equals), text.substring(equals + 1));
            }
            c.free(entry);
        }
        c.free(list);
        return variables;
    }

    private String exact(Pointer text) {
        return encoding.exact(text.getByteArray(0, (int) text.indexOf(0, (byte) 0)));
    }

    private Outcome outcome(int code) {
        List<String> texts = conversation.texts();
        int border = proved < 0 ? texts.size() : proved;
        return new Outcome(
                phase,
                code,
                user,
                environment,
                texts.subList(0, border),
                texts.subList(border, texts.size()),
                delay,
                conversation.isUnanswered(),
                conversation.defect());
    }
}
