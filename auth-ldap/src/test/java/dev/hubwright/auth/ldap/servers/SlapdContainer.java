package dev.hubwright.auth.ldap.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The same people in an OpenLDAP server that runs in a container, which can be frozen as a lost network would. */
public final class SlapdContainer implements AutoCloseable {

    private static final int PORT = 389;

    private final GenericContainer<?> container;

    private SlapdContainer() throws IOException {
        String configuration = resource("slapd.conf")
                .replace("@FOLDER@", "/srv/slapd")
                .replace("@MORE@", "")
                .replaceAll("(?m)^TLS.*\n", "");
        ImageFromDockerfile image = new ImageFromDockerfile("hubwright-test/slapd", false)
                .withFileFromString("slapd.conf", configuration)
                .withFileFromString("people.ldif", resource("people.ldif"))
                .withFileFromString("Dockerfile", """
                        FROM local/debian:12
                        RUN apt-get -q update \\
                            && DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends slapd
                        RUN mkdir -p /srv/slapd/db
                        COPY slapd.conf people.ldif /srv/slapd/
                        RUN slapadd -f /srv/slapd/slapd.conf -b dc=example,dc=org -l /srv/slapd/people.ldif
                        CMD ["slapd", "-d", "stats", "-f", "/srv/slapd/slapd.conf", "-h", "ldap://0.0.0.0:389/"]
                        """);
        container = new GenericContainer<>(image)
                .withExposedPorts(PORT)
                .waitingFor(Wait.forLogMessage(".*slapd starting.*", 1).withStartupTimeout(Duration.ofMinutes(1)));
    }

    public static SlapdContainer start() {
        try {
            SlapdContainer slapd = new SlapdContainer();
            slapd.container.start();
            return slapd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "ldap://" + container.getHost() + ":" + container.getMappedPort(PORT);
    }

    /** Keeps the port open and answers nothing. */
    public void freeze() {
        DockerClientFactory.lazyClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    public void thaw() {
        DockerClientFactory.lazyClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    private static String resource(String name) throws IOException {
        try (var content = SlapdContainer.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
