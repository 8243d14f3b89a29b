package dev.hubwright.spawner.sudo;

import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The helper that comes with this module, as a file in the hub's data folder. Thread-safe. */
final class HelperFile {

    static final String NAME = "hubwright-spawn";

    private final Path path;
    private boolean written;

    HelperFile(Path dataFolder) {
        this.path = dataFolder.toAbsolutePath().resolve(NAME);
    }

    static String text() {
        try (InputStream stream = HelperFile.class.getResourceAsStream(NAME)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is; written when it is first asked for, because an earlier version may have left its own. */
    synchronized String path() throws ProviderException {
        if (!written) {
            try {
                PrivateFolders.create(path.getParent());
                Path fresh = Files.createTempFile(path.getParent(), NAME, ".new");
                Files.writeString(fresh, text());
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                written = true;
            } catch (IOException e) {
                throw ProviderException.retryable(
                        "The server cannot be started", "Cannot write the helper " + path + ": " + e, e);
            }
        }
        return path.toString();
    }
}
