package dev.hubwright.api.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds packages that are installed beside programs of Node that are on the path. */
public final class NodePackage {

    private NodePackage() {}

    /** The folder of a package. */
    public static Optional<Path> home(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(entry -> entry.endsWith("/node_modules/.bin"))
                .map(entry -> Path.of(entry).resolveSibling(name))
                .filter(Files::isDirectory)
                .findFirst();
    }

    static Optional<String> missing(String name) {
        return home(name).isPresent()
                ? Optional.empty()
                : Optional.of("no node_modules/.bin on the PATH with " + name + " beside it");
    }
}
