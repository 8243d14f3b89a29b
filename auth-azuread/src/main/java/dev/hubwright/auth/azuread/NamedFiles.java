package dev.hubwright.auth.azuread;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads the files that settings name: certificates, keys and a token of the cluster. */
final class NamedFiles {

    private NamedFiles() {}

    static String text(String path) throws IOException {
        try {
            return Files.readString(Path.of(path));
        } catch (InvalidPathException e) {
            throw new IOException("\"" + path + "\" is not a path", e);
        }
    }
}
