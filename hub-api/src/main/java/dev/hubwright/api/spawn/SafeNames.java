package dev.hubwright.api.spawn;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names for hosts, labels, volumes and folders, made from names of people and servers.
 *
 * <p>A name has only {@code a-z}, {@code 0-9} and {@code -}, and begins and ends with a letter or digit. Two different
 * servers never share one. There are three families, which cannot be taken for one another:
 *
 * <ul>
 *   <li>{@code alice}: a user whose name is safe already, and the default server;
 *   <li>{@code alice--lab}: the same with a safe server name of at most 25 characters;
 *   <li>{@code alice-smith--} and 26 characters: everything else, with 130 bits of a SHA-256 of both names at its end.
 * </ul>
 */
public final class SafeNames {

    /** The longest name unless said otherwise, which is what a DNS label may have: {@value}. */
    public static final int MAX_LENGTH = 63;

    /** The smallest limit that may be asked for: {@value}. */
    public static final int MIN_LIMIT = 32;

    private static final int HASH_LENGTH = 26;
    private static final String SEPARATOR = "--";
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Pattern SAFE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern UNSAFE_RUN = Pattern.compile("[^a-z0-9]+");
    private static final Pattern HYPHENS_AROUND = Pattern.compile("^-+|-+$");

    private SafeNames() {}

    /** The name of a server, at most {@link #MAX_LENGTH} characters. */
    public static String of(ServerRef server) {
        return of(server, MAX_LENGTH);
    }

    /**
     * The name of a server.
     *
     * @param limit how many characters it may have, {@link #MIN_LIMIT} or more; always use the same one for the same
     *     kind of thing
     */
    public static String of(ServerRef server, int limit) {
        if (limit < MIN_LIMIT) {
            throw new IllegalArgumentException("limit = " + limit + " must be " + MIN_LIMIT + " or more");
        }
        String plain = server.name().isEmpty() ? server.user() : server.user() + SEPARATOR + server.name();
        boolean safe = isSafe(server.user()) && (server.name().isEmpty() || isSafeServer(server.name()));
        return safe && plain.length() <= limit ? plain : hashed(plain, server, limit);
    }

    /** The name of a person, the same as that of the default server. */
    public static String ofUser(String user) {
        return of(ServerRef.of(user));
    }

    private static boolean isSafe(String name) {
        return SAFE.matcher(name).matches();
    }

    /** As long as a hash it could pose as one. */
    private static boolean isSafeServer(String name) {
        return isSafe(name) && name.length() < HASH_LENGTH;
    }

    private static String hashed(String plain, ServerRef server, int limit) {
        int room = limit - HASH_LENGTH - SEPARATOR.length();
        String readable = UNSAFE_RUN.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
        readable = trimmed(readable);
        readable = trimmed(readable.substring(0, Math.min(room, readable.length())));
        return (readable.isEmpty() ? "x" : readable) + SEPARATOR + hash(server);
    }

    private static String trimmed(String text) {
        return HYPHENS_AROUND.matcher(text).replaceAll("");
    }

    private static String hash(ServerRef server) {
        byte[] digest = sha256(lengthPrefixed(server.user(), server.name()));
        StringBuilder text = new StringBuilder(HASH_LENGTH);
        for (int i = 0; i < HASH_LENGTH; i++) {
            text.append(BASE32.charAt(fiveBits(digest, i * 5)));
        }
        return text.toString();
    }

    /** UTF-16 as it stands: an encoder would replace unpaired surrogates, and so make different names equal. */
    private static byte[] lengthPrefixed(String user, String name) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES + Character.BYTES * (user.length() + name.length()));
        for (String part : new String[] {user, name}) {
            bytes.putInt(part.length());
            part.chars().forEach(unit -> bytes.putChar((char) unit));
        }
        return bytes.array();
    }

    private static int fiveBits(byte[] bytes, int firstBit) {
        int value = 0;
        for (int bit = firstBit; bit < firstBit + 5; bit++) {
            value = value << 1 | bytes[bit / 8] >> (7 - bit % 8) & 1;
        }
        return value;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
