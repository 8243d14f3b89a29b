package dev.hubwright.spawner.k8s;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names that Kubernetes takes, made from any text exactly as KubeSpawner makes them, so that the claims of people that
 * it has made are found again. Its hashes are short: whoever takes up what has such a name asks first whose it is.
 */
final class Slugs {

    /** What one name may have of the 63 characters of a label. */
    static final int LENGTH = 48;

    private static final int LABEL_LENGTH = 32;
    private static final int LONGEST = 63;
    private static final int HASH = 8;
    private static final Pattern OBJECT = Pattern.compile("[a-z]([a-z0-9-]*[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
    private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");

    private Slugs() {}

    /** The part of a name that stands for {@code text}. */
    static String safe(String text) {
        boolean usable = !text.contains("--") && text.length() <= LENGTH;
        return usable && OBJECT.matcher(text).matches() ? text : hashed(text, LENGTH);
    }

    /** The value of a label that stands for {@code text}; empty for an empty one. */
    static String label(String text) {
        boolean usable = !text.contains("--") && text.length() <= LONGEST;
        boolean valid = text.isEmpty() || LABEL.matcher(text).matches();
        return usable && valid ? text : hashed(text, LABEL_LENGTH);
    }

    /** The part of a name that stands for a person's server. */
    static String safe(String user, String server) {
        String first = safe(user);
        String second = server.isEmpty() ? "" : safe(server);
        if (first.length() + second.length() + 2 <= LENGTH) {
            return server.isEmpty() ? first : first + "--" + second;
        }
        int each = (LENGTH - HASH - 1) / 2 - 2;
        byte[] both = (user + "\0" + server).getBytes(StandardCharsets.UTF_8);
        // A byte that no UTF-8 text has: no two pairs of names read the same.
        both[user.getBytes(StandardCharsets.UTF_8).length] = (byte) 0xff;
        return readable(user, each) + "--" + readable(server, each) + "---" + hash(both);
    }

    /** KubeSpawner's scheme before version 7: every other byte as a hyphen and its hex digits. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                escaped.append(c);
            } else {
                escaped.append('-').append(Integer.toHexString(c));
            }
        }
        return escaped.toString();
    }

    private static String hashed(String text, int limit) {
        return readable(text, limit - HASH - 3) + "---" + hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String readable(String text, int limit) {
        String name = OTHERS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
        name = trimmedEnd(cut(name.startsWith("-") ? name.substring(1) : name, limit));
        if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
            name = "x-" + cut(name, limit - 2);
        }
        return name.isEmpty() ? "x" : name;
    }

    private static String cut(String text, int limit) {
        return text.substring(0, Math.min(limit, text.length()));
    }

    private static String trimmedEnd(String text) {
        return text.endsWith("-") ? text.substring(0, text.length() - 1) : text;
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
