package dev.hubwright.api.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The certified OpenID provider {@code oidc-provider} of Node in a process of its own. It knows alice, who is in
 * {@code hub-users} and {@code hub-admins}, and bob, who is in no group; its pages take every password.
 */
public final class OidcProvider implements AutoCloseable {

    static final String PACKAGE = "oidc-provider";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCRIPT = "oidc-provider.mjs";

    private final LocalProcess process;
    private final URI issuer;

    private OidcProvider(LocalProcess process, URI issuer) {
        this.process = process;
        this.issuer = issuer;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param folder for its script and output
     * @param clients as JSON, an array of clients with the names of OpenID's registration
     */
    public static OidcProvider start(Path folder, String clients) throws IOException {
        Path script = folder.resolve(SCRIPT);
        try (InputStream stream = OidcProvider.class.getResourceAsStream(SCRIPT)) {
            Files.copy(stream, script);
        }
        int port = FreePort.take();
        LocalProcess process = LocalProcess.start(
                new ProcessBuilder(
                        "node",
                        script.toString(),
                        NodePackage.home(PACKAGE).orElseThrow().toString(),
                        Integer.toString(port),
                        clients),
                folder.resolve("oidc-provider.txt"));
        process.await("ready", PATIENCE);
        return new OidcProvider(process, URI.create("http://127.0.0.1:" + port));
    }

    /** The issuer's name, which is its address. */
    public URI issuer() {
        return issuer;
    }

    /** What it has printed. */
    public String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
