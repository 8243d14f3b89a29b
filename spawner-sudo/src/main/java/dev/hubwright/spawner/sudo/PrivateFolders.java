package dev.hubwright.spawner.sudo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that only the hub's own user can look into. */
final class PrivateFolders {

    private PrivateFolders() {}

    /** Makes a folder and those above it where they are missing; what is there already stays as it is. */
    static void create(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
