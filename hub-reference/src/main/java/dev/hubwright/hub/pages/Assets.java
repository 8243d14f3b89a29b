package dev.hubwright.hub.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The static files. Only names that are listed here exist, so no path leads anywhere else. */
final class Assets {

    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "style.css",
            "text/css; charset=utf-8",
            "logo.svg",
            "image/svg+xml",
            "progress.js",
            SCRIPT,
            "watch.js",
            SCRIPT,
            "times.js",
            SCRIPT);

    // An hour: during an upgrade the old hub may answer for an address that the new one made.
    private static final String CACHE_CONTROL = "public, max-age=3600";

    private final Map<String, Asset> loaded = new ConcurrentHashMap<>();

    Optional<Asset> find(String path) {
        return Optional.ofNullable(CONTENT_TYPES.get(path))
                .map(contentType -> loaded.computeIfAbsent(path, name -> load(name, contentType)));
    }

    /** The path with a mark of its content, so that browsers ask again when the content changes. */
    String versioned(String path) {
        Asset asset = find(path)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no static file \"" + path + "\"; there are " + CONTENT_TYPES.keySet()));
        return path + "?v=" + asset.etag().substring(1, 9);
    }

    private static Asset load(String name, String contentType) {
        try (InputStream stream = Assets.class.getResourceAsStream("static/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("The static file \"" + name + "\" is missing from the class path");
            }
            byte[] bytes = stream.readAllBytes();
            return new Asset(ByteBuffer.wrap(bytes), contentType, "\"" + digest(bytes) + "\"", CACHE_CONTROL);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the static file \"" + name + "\"", e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
