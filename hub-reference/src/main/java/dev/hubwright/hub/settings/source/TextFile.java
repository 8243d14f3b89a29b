package dev.hubwright.hub.settings.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Reads small text files and says in words why one cannot be read. */
public final class TextFile {

    private static final long LIMIT = 3L * 1024 * 1024;

    private static final Set<PosixFilePermission> FORBIDDEN = PosixFilePermissions.fromString("----w-rw-");

    private TextFile() {}

    /**
     * The text of a file.
     *
     * @throws Unreadable if it is no text in UTF-8, too large, or cannot be read
     */
    public static String read(Path file) throws Unreadable {
        try {
            if (Files.isDirectory(file)) {
                throw new Unreadable("is a folder; name a file in it");
            }
            if (Files.size(file) > LIMIT) {
                throw new Unreadable("is larger than 3 MB; is it the right file?");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new Unreadable("does not exist (looked for " + file.toAbsolutePath() + ")");
        } catch (AccessDeniedException e) {
            throw new Unreadable("may not be read by this user; try \"chmod u+r\" or another owner");
        } catch (CharacterCodingException e) {
            throw new Unreadable("is not in UTF-8; save it in that encoding");
        } catch (IOException e) {
            throw new Unreadable("cannot be read: " + e.getMessage());
        }
    }

    /** Whether users beside the owner and the group may read or change it, or the group may change it. */
    static boolean isOpenToEverybody(Path file) throws Unreadable {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            return mode.stream().anyMatch(FORBIDDEN::contains);
        } catch (UnsupportedOperationException e) {
            return false;
        } catch (IOException e) {
            throw new Unreadable("cannot be looked at: " + e.getMessage());
        }
    }

    /** Why not, to follow the name of the file. */
    public static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
