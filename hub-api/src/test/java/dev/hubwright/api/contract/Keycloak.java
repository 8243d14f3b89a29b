package dev.hubwright.api.contract;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A Keycloak in a process of its own, with one realm, in memory. Its administrator is {@code admin}. */
public final class Keycloak implements AutoCloseable {

    /** The password of the administrator. */
    public static final String ADMIN_PASSWORD = "admin-of-a-test";

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final LocalProcess process;
    private final URI url;

    private Keycloak(LocalProcess process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it and waits until it answers, which takes a minute or more.
     *
     * @param folder for its output and the realm
     * @param realm as JSON, in the form of Keycloak's exports
     */
    public static Keycloak start(Path folder, String realm) throws IOException {
        Path home = home().orElseThrow();
        Path imported = home.resolve("data").resolve("import");
        Files.createDirectories(imported);
        Files.writeString(imported.resolve("realm.json"), realm);
        int port = FreePort.take();
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                home.resolve("bin").resolve("kc.sh").toString(),
                "start-dev",
                "--db=dev-mem",
                "--cache=local",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
        LocalProcess process = LocalProcess.start(builder, folder.resolve("keycloak.txt"));
        process.await("Listening on:", PATIENCE);
        return new Keycloak(process, URI.create("http://127.0.0.1:" + port + "/"));
    }

    /** Where it answers, with a slash at the end. */
    public URI url() {
        return url;
    }

    /** What it has printed. */
    public String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }

    /** Where it was unpacked; the Maven profile {@code keycloak} does that. */
    static Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("hubwright.keycloak"))
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .filter(home -> Files.isRegularFile(home.resolve("bin").resolve("kc.sh")));
    }
}
