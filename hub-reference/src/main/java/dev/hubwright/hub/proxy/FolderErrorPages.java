package dev.hubwright.hub.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Error pages from a folder: {@code 404.html} for the status 404, {@code error.html} for all that have none of their
 * own, and plain pages where there is neither. They are read once.
 */
public final class FolderErrorPages implements ErrorPages {

    private static final String SUFFIX = ".html";

    private final Map<String, String> pages = new HashMap<>();
    private final ErrorPages plain = new PlainErrorPages();

    /** Reads the pages; fails if it is no folder or one of them cannot be read. */
    public FolderErrorPages(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                String name = file.getFileName().toString();
                pages.put(name.substring(0, name.length() - SUFFIX.length()), Files.readString(file));
            }
        }
    }

    @Override
    public Page page(int status, String requestPath) {
        String body = pages.getOrDefault(Integer.toString(status), pages.get("error"));
        return body == null ? plain.page(status, requestPath) : new Page("text/html; charset=utf-8", body);
    }
}
