package dev.hubwright.hub.cli;

import dev.hubwright.api.Setup.InstallationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Files with their modes below a folder that stands for {@code /}. */
record FileTree(Path root) {

    void write(List<InstallationFile> files) throws IOException {
        for (InstallationFile file : files) {
            Path path = root.resolve(file.path().substring(1)).normalize();
            if (!path.startsWith(root.normalize())) {
                throw new IOException(file.path() + " would be outside of " + root);
            }
            Files.createDirectories(path.getParent());
            Files.deleteIfExists(path);
            Files.writeString(path, file.text());
            Files.setPosixFilePermissions(path, permissions(file.mode()));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int bit = 0; bit < all.length; bit++) {
            // The first of them is the highest bit.
            if ((mode & 1 << (all.length - 1 - bit)) != 0) {
                permissions.add(all[bit]);
            }
        }
        return permissions;
    }
}
