package dev.hubwright.hub.store;

import dev.hubwright.api.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** What is kept in place of a credential. */
final class Digests {

    private static final int SALT_BYTES = 8;
    private static final HexFormat HEX = HexFormat.of();

    private Digests() {}

    /** By which a random value of at least 128 bits is found again; the purpose keeps equal values apart. */
    static String lookup(String purpose, Secret value) {
        return sha256Hex(purpose, utf8(value));
    }

    /** A key that only who has the random value can make. */
    static SecretKey key(String purpose, Secret value) {
        return new SecretKeySpec(sha256(purpose, utf8(value)), "AES");
    }

    static String sha256Hex(String purpose, byte[] value) {
        return HEX.formatHex(sha256(purpose, value));
    }

    /**
     * {@code sha512:rounds:salt:digest}, the digest over the salt's text and the value as often as there are rounds.
     *
     * @param rounds 1 for random values, many for what a person may have chosen
     */
    static String salted(Secret value, int rounds, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        String text = HEX.formatHex(salt);
        return "sha512:" + rounds + ":" + text + ":" + HEX.formatHex(sha512(text, rounds, value));
    }

    /** Compares in a time that does not depend on where the two differ. */
    static boolean matches(String salted, Secret value) {
        String[] parts = salted.split(":");
        byte[] expected = HEX.parseHex(parts[3]);
        return MessageDigest.isEqual(expected, sha512(parts[2], Integer.parseInt(parts[1]), value));
    }

    private static byte[] sha512(String salt, int rounds, Secret value) {
        MessageDigest digest = digest("SHA-512");
        digest.update(salt.getBytes(StandardCharsets.US_ASCII));
        byte[] bytes = utf8(value);
        for (int i = 0; i < rounds; i++) {
            digest.update(bytes);
        }
        return digest.digest();
    }

    private static byte[] sha256(String purpose, byte[] value) {
        MessageDigest digest = digest("SHA-256");
        digest.update(purpose.getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) 0);
        return digest.digest(value);
    }

    private static byte[] utf8(Secret value) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(value.chars()));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no " + algorithm, e);
        }
    }
}
