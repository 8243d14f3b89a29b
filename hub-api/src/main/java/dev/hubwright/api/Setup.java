package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Optional: a provider whose installation needs files outside the hub, such as a sudoers line or a cluster role.
 *
 * @see Provider#capability(Class)
 */
public interface Setup {

    /** The files to install, in this order. Writes nothing. */
    List<InstallationFile> installationFiles();

    /**
     * One file.
     *
     * @param path where it belongs, as an absolute path
     * @param text what is in it
     * @param mode its permissions in octal, such as {@code 0440}
     */
    record InstallationFile(String path, String text, int mode) {

        /**
         * Checks the path and the mode.
         *
         * @throws IllegalArgumentException if the path is not absolute, or the mode has more than permissions
         */
        public InstallationFile {
            requireNonNull(text, "text");
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("path \"" + path + "\" must begin with \"/\"");
            }
            if (mode < 0 || mode > 07777) {
                throw new IllegalArgumentException(
                        "mode of " + path + " = 0" + Integer.toOctalString(mode) + " must be from 0 to 07777");
            }
        }
    }
}
