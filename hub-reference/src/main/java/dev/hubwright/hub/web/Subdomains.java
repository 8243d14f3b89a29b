package dev.hubwright.hub.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A domain for each person below that of the hub, so that browsers keep what servers send apart: what runs in a page of
 * one person's server reads neither pages of the hub nor of other people's servers.
 *
 * @param hub the hub's address in browsers; scheme, host and port
 */
public record Subdomains(URI hub) {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int READABLE = 8;
    private static final int HASHED_BYTES = 10;

    /** The hub's own domain. */
    public String domain() {
        return hub.getHost();
    }

    /** Scheme, host and port of the hub. */
    public String origin() {
        return hub.getScheme() + "://" + hub.getRawAuthority();
    }

    /** Scheme, host and port of somebody's servers. */
    public String origin(String user) {
        String port = hub.getPort() < 0 ? "" : ":" + hub.getPort();
        return hub.getScheme() + "://" + domain(user) + port;
    }

    /**
     * The domain of somebody's servers. No two people have the same: a name that is no label of a domain becomes one with
     * a hash in it, marked by two hyphens, and names with two hyphens are hashed too.
     */
    public String domain(String user) {
        boolean plain = LABEL.matcher(user).matches() && !user.contains("--");
        return (plain ? user : hashed(user)) + "." + domain();
    }

    /** Whether this is the domain of somebody's servers. */
    public boolean isBelow(String host) {
        return host.endsWith("." + domain());
    }

    /** What forms may lead to besides the hub itself. */
    public String everybody() {
        return origin("x").replace("://x.", "://*.");
    }

    private static String hashed(String user) {
        String readable = user.replaceAll("[^a-z0-9]", "");
        String hash = HexFormat.of().formatHex(Arrays.copyOf(sha256(user), HASHED_BYTES));
        return "u-" + readable.substring(0, Math.min(READABLE, readable.length())) + "--" + hash;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
