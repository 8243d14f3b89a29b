package dev.hubwright.spawner.docker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names for long ones. */
final class Hash {

    private static final int BYTES = 16;

    private Hash() {}

    /** 128 bits of a SHA-256 over all parts, as 32 hex digits. */
    static String of(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                // UTF-16 as it stands: UTF-8 would make different unpaired surrogates equal.
                byte[] bytes = part.getBytes(StandardCharsets.UTF_16BE);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
