package dev.hubwright.api.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hubwright.api.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps values in browsers so that nobody can read, change or make them there. The key comes from the application's
 * token at the hub: replicas that share the token understand each other, and a new token ends what came before.
 */
final class Sealer {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random;
    private final byte[] sealing;
    private final byte[] marking;

    Sealer(Secret key, SecureRandom random) {
        this.random = random;
        this.sealing = mac(key.reveal().getBytes(UTF_8), "sealed cookies");
        this.marking = mac(key.reveal().getBytes(UTF_8), "marks of forms");
    }

    /** Seals a value that can be opened under the same name alone. */
    String seal(String name, String value) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, name, nonce).doFinal(value.getBytes(UTF_8));
            return ENCODER.encodeToString(ByteBuffer.allocate(nonce.length + closed.length)
                    .put(nonce)
                    .put(closed)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES in GCM", e);
        }
    }

    /** The value, unless somebody else has made it. */
    Optional<String> open(String name, String sealed) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed));
            byte[] nonce = new byte[NONCE_BYTES];
            if (bytes.remaining() <= NONCE_BYTES) {
                return Optional.empty();
            }
            bytes.get(nonce);
            byte[] closed = new byte[bytes.remaining()];
            bytes.get(closed);
            return Optional.of(
                    new String(cipher(Cipher.DECRYPT_MODE, name, nonce).doFinal(closed), UTF_8));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** What only the application can tell about this value. */
    String mark(String value) {
        return ENCODER.encodeToString(mac(marking, value));
    }

    /** Text that nobody can guess. */
    String random() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return ENCODER.encodeToString(bytes);
    }

    /** What SHA-256 makes of it, as PKCE wants it. */
    static String digest(String value) {
        try {
            return ENCODER.encodeToString(MessageDigest.getInstance("SHA-256").digest(value.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(sealing, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(UTF_8));
        return cipher;
    }

    private static byte[] mac(byte[] key, String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(value.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
