package dev.hubwright.spawner.docker;

/**
 * Something that is seen at a place in a container.
 *
 * @param source the name of a volume, or a folder of the engine's host
 * @param target the place in the container
 * @param mode {@code rw}, {@code ro} and the like, as the engine writes it
 * @param personal whether its name has the person's in it, so that nobody else may have it
 * @param ofServer whether its name has the server's in it, so that no other server may have it
 */
record Volume(String source, String target, String mode, boolean personal, boolean ofServer) {

    boolean isHostFolder() {
        return source.startsWith("/");
    }

    String bind() {
        return source + ":" + target + ":" + mode;
    }
}
