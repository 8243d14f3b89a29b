package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a hub keeps what must outlive it. */
final class DataFolder {

    private DataFolder() {}

    /** Makes it for nobody but its owner, if it is not there. */
    static void make(Path folder) throws ProviderException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw ProviderException.permanent(
                    "The hub cannot start",
                    "JupyterHub.data_folder = \"" + folder + "\" cannot be made (" + e + "); choose another folder",
                    e);
        }
    }
}
