package dev.hubwright.hub.cli;

import dev.hubwright.api.Setup.InstallationFile;
import dev.hubwright.hub.settings.HubConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What the hub itself needs on a machine without containers: a unit of systemd, and a site of a web server in front.
 *
 * @param user the account that the hub runs as
 * @param config the hub's settings
 */
record HubFiles(HubConfiguration configuration, String user, Path config) {

    private static final int FOR_ALL = 0644;

    List<InstallationFile> all() {
        return List.of(
                new InstallationFile("/etc/systemd/system/hubwright.service", text("hubwright.service"), FOR_ALL),
                new InstallationFile("/etc/apache2/sites-available/hubwright.conf", text("httpd.conf"), FOR_ALL),
                new InstallationFile("/etc/nginx/sites-available/hubwright", text("nginx.conf"), FOR_ALL));
    }

    private String text(String template) {
        URI url = configuration.publicUrl().orElse(URI.create("https://hub.example.org/"));
        try (InputStream stream = HubFiles.class.getResourceAsStream(template)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@USER@", user)
                    .replace("@CONFIG@", config.toString())
                    .replace("@HOST@", url.getHost())
                    .replace("@PATH@", configuration.basePath())
                    .replace("@BACKEND@", "127.0.0.1:" + configuration.bindPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
