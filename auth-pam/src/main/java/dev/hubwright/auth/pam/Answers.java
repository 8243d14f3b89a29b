package dev.hubwright.auth.pam;

import dev.hubwright.api.Secret;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the form already says, given out in the order in which modules ask: first the password, then the code. A prompt
 * that names a code gets the code, also when it comes first. Used by one thread.
 */
final class Answers implements AutoCloseable {

    private static final Pattern CODE = Pattern.compile("verification|one-time|otp|passcode|token|\\bcode\\b");
    private static final Pattern PASSWORD = Pattern.compile("password|passphrase");
    private static final Pattern OLD_PASSWORD = Pattern.compile("current|\\bold\\b");

    private final Secret password;
    private final Optional<Secret> code;
    private boolean passwordGiven;
    private boolean codeGiven;
    private boolean changing;

    /** Takes copies, which {@link #close} overwrites. */
    Answers(Secret password, Optional<Secret> code) {
        this.password = copy(password);
        this.code = code.filter(secret -> !secret.isEmpty()).map(Answers::copy);
    }

    /** For a transaction in which nobody has anything to say. */
    static Answers none() {
        return new Answers(Secret.of(""), Optional.empty());
    }

    private static Secret copy(Secret secret) {
        char[] characters = secret.chars();
        try {
            return Secret.of(characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    /** From now on modules ask for a new password; the old one is known. */
    void changePassword() {
        changing = true;
    }

    /** The answer to a prompt; empty if the person has to be asked. */
    Optional<Secret> to(Prompt prompt) {
        String text = prompt.text().toLowerCase(Locale.ROOT);
        if (changing) {
            boolean old = OLD_PASSWORD.matcher(text).find() && !text.contains("new");
            return old ? Optional.of(password) : Optional.empty();
        }
        if (CODE.matcher(text).find() && !PASSWORD.matcher(text).find()) {
            return nextCode();
        }
        if (!passwordGiven) {
            passwordGiven = true;
            return Optional.of(password);
        }
        return nextCode();
    }

    private Optional<Secret> nextCode() {
        if (codeGiven) {
            return Optional.empty();
        }
        codeGiven = true;
        return code;
    }

    @Override
    public void close() {
        password.close();
        code.ifPresent(Secret::close);
    }
}
