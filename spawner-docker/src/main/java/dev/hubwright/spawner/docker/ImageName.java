package dev.hubwright.spawner.docker;

import java.util.regex.Pattern;

/**
 * A reference to an image, taken apart.
 *
 * @param repository with its registry, without tag and digest
 * @param reference a tag, or a digest such as {@code sha256:…}
 */
record ImageName(String repository, String reference) {

    private static final Pattern VALID =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?");
    private static final int LONGEST = 512;

    static boolean isValid(String image) {
        return image.length() <= LONGEST && VALID.matcher(image).matches();
    }

    static ImageName of(String image) {
        int digest = image.indexOf('@');
        if (digest > 0) {
            return new ImageName(withoutTag(image.substring(0, digest)), image.substring(digest + 1));
        }
        String repository = withoutTag(image);
        return new ImageName(
                repository,
                repository.length() == image.length() ? "latest" : image.substring(repository.length() + 1));
    }

    /** A colon before the last slash belongs to the registry's port. */
    private static String withoutTag(String image) {
        int colon = image.indexOf(':', image.lastIndexOf('/') + 1);
        return colon < 0 ? image : image.substring(0, colon);
    }

    /** The host of the registry, as credentials are filed under it. */
    String registry() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host ? first : "docker.io";
    }

    /** How the engine wants it: tag and digest after different signs. */
    String full() {
        return repository + (reference.contains(":") ? "@" : ":") + reference;
    }
}
