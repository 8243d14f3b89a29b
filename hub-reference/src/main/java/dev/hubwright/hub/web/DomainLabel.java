package dev.hubwright.hub.web;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns names of people into labels of domains. */
final class DomainLabel {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final int READABLE = 8;
    private static final int HASHED_BYTES = 10;

    private DomainLabel() {}

    /** No two names have the same: what is hashed or translated has two hyphens, and names with two are hashed. */
    static String idna(String name) {
        if (name.contains("--")) {
            return hashed(name);
        }
        return isLabel(name) ? name : translated(name).orElseGet(() -> hashed(name));
    }

    /** The way of JupyterHub before version 5. */
    static String legacy(String name) {
        StringBuilder label = new StringBuilder();
        for (byte unit : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (unit & 0xff);
            boolean plain = character < 128 && (Character.isLetterOrDigit(character) || "-.".indexOf(character) >= 0);
            label.append(plain ? String.valueOf(character) : String.format(Locale.ROOT, "_%02x", (int) character));
        }
        return label.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isLabel(String text) {
        return LABEL.matcher(text).matches() && !NUMBER.matcher(text).matches();
    }

    private static Optional<String> translated(String name) {
        try {
            String label = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
            // Some letters are written as others, so that two names would have one label.
            boolean unique = isLabel(label) && IDN.toUnicode(label).equals(name);
            return unique ? Optional.of(label) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String hashed(String name) {
        String readable = name.replaceAll("[^a-z0-9]", "");
        // Without it the two hyphens would stand where those of translated names do.
        String beginning = readable.isEmpty() ? "x" : readable.substring(0, Math.min(READABLE, readable.length()));
        return "u-" + beginning + "--" + HexFormat.of().formatHex(Arrays.copyOf(sha256(name), HASHED_BYTES));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
