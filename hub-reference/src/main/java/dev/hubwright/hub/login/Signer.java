package dev.hubwright.hub.login;

import dev.hubwright.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs texts with the hub's cookie secret, so that only this hub can have made them. Thread-safe. */
public final class Signer {

    private final SecretKeySpec key;

    /** Takes the cookie secret: 32 random bytes as hexadecimal digits or anything else of that strength. */
    public Signer(Secret cookieSecret) {
        this.key = new SecretKeySpec(cookieSecret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    String sign(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            // The NUL cannot stand in a purpose, so no two pairs run together to the same bytes.
            byte[] signature = mac.doFinal((purpose + "\0" + text).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    boolean verifies(String purpose, String text, String signature) {
        return MessageDigest.isEqual(
                sign(purpose, text).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }
}
