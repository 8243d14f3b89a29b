package dev.hubwright.hub.settings.convert;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/** Where a conversion puts the secrets that it finds in files. Immutable. */
public final class SecretPlace {

    private final Kind kind;
    private final Optional<Path> folder;

    private SecretPlace(Kind kind, Optional<Path> folder) {
        this.kind = kind;
        this.folder = folder;
    }

    /** They stay where they are. */
    public static SecretPlace inline() {
        return new SecretPlace(Kind.INLINE, Optional.empty());
    }

    /** They become {@code ${env:NAME}}, and somebody has to set the variables. */
    public static SecretPlace variables() {
        return new SecretPlace(Kind.VARIABLES, Optional.empty());
    }

    /** They go into files of mode 0600 in this folder, which is made with mode 0700, and become {@code ${file:…}}. */
    public static SecretPlace files(Path folder) {
        return new SecretPlace(
                Kind.FILES, Optional.of(requireNonNull(folder, "folder").toAbsolutePath()));
    }

    Kind kind() {
        return kind;
    }

    Path folder() {
        return folder.orElseThrow();
    }

    enum Kind {
        INLINE,
        VARIABLES,
        FILES
    }
}
