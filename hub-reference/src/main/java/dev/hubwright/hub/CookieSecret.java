package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** Keeps the secret that cookies are signed with in a file that nobody else can read. */
final class CookieSecret {

    private static final int BYTES = 32;
    private static final String ONLY_OURS = "rw-------";

    private CookieSecret() {}

    /** Reads the file, or makes it. */
    static Secret in(Path file, SecureRandom random) throws ProviderException {
        try {
            if (!Files.exists(file)) {
                create(file, random);
            }
            refuseIfOthersCanRead(file);
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (text.length() < 2 * BYTES) {
                throw ProviderException.permanent(
                        "The hub cannot start",
                        "JupyterHub.cookie_secret_file = \"" + file
                                + "\" is too short; delete it, and a new one is made (everybody has to log in again)");
            }
            return Secret.of(text);
        } catch (IOException e) {
            throw ProviderException.permanent(
                    "The hub cannot start",
                    "JupyterHub.cookie_secret_file = \"" + file + "\" cannot be read or made: " + e,
                    e);
        }
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_OURS));
        try (var channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            channel.write(StandardCharsets.US_ASCII.encode(HexFormat.of().formatHex(secret)));
        } catch (FileAlreadyExistsException e) {
            // Another hub on the same folder was quicker, and its secret is as good.
            return;
        }
    }

    private static void refuseIfOthersCanRead(Path file) throws IOException, ProviderException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        mode.removeAll(PosixFilePermissions.fromString(ONLY_OURS));
        if (!mode.isEmpty()) {
            throw ProviderException.permanent(
                    "The hub cannot start",
                    "JupyterHub.cookie_secret_file = \"" + file + "\" can be read by others; run \"chmod 600 " + file
                            + "\"");
        }
    }
}
