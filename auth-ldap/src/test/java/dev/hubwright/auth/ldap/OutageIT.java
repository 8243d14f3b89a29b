package dev.hubwright.auth.ldap;

import static dev.hubwright.auth.ldap.LdapLogins.authenticator;
import static dev.hubwright.auth.ldap.LdapLogins.letIn;
import static dev.hubwright.auth.ldap.LdapLogins.logIn;
import static dev.hubwright.auth.ldap.LdapLogins.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Health;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.auth.ldap.servers.Slapd;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory that goes away and comes back. */
@RequiresEngine(Engine.SLAPD)
class OutageIT {

    private static final String TEMPLATE = "cn={username},cn=jupyterhub,dc=example,dc=org";

    private Slapd slapd;

    @BeforeEach
    void startTheDirectory() {
        slapd = Slapd.start();
    }

    @AfterEach
    void stopTheDirectory() {
        slapd.close();
    }

    private Authenticator plain(Object servers) {
        return authenticator(
                "server_address",
                servers,
                "bind_dn_template",
                TEMPLATE,
                "tls_strategy",
                "insecure",
                "connect_timeout",
                1,
                "response_timeout",
                2);
    }

    @Test
    void answersEverybodyRightlyWhileTheDirectoryGoesAndComes() throws Exception {
        int people = 500;
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger outages = new AtomicInteger();
        ExecutorService browsers = Executors.newFixedThreadPool(16);
        try (Authenticator ldap = plain(slapd.url())) {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                boolean right = i % 2 == 0;
                ends.add(browsers.submit(() -> {
                    asked.incrementAndGet();
                    answersRightly(ldap, right, outages);
                    return null;
                }));
            }
            Eventually.holds("a part of them was answered", () -> asked.get() > people / 4);
            slapd.stop();
            Eventually.holds("somebody met the outage", () -> outages.get() > 0);
            slapd.run();
            for (Future<?> end : ends) {
                end.get(60, TimeUnit.SECONDS);
            }
            Eventually.holds("people are let in again", () -> isLetIn(ldap));
        } finally {
            browsers.shutdownNow();
        }
        assertThat(browsers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void answersRightly(Authenticator ldap, boolean right, AtomicInteger outages) throws Exception {
        while (true) {
            try {
                AuthResult result = logIn(ldap, "alice", right ? "wonderland-1" : "wrong");
                assertThat(result instanceof AuthResult.Granted).isEqualTo(right);
                return;
            } catch (ProviderException e) {
                outages.incrementAndGet();
                assertThat(e.retryable()).as(e.getMessage()).isTrue();
            }
        }
    }

    private static boolean isLetIn(Authenticator ldap) throws Exception {
        try {
            return logIn(ldap, "alice", "wonderland-1") instanceof AuthResult.Granted;
        } catch (ProviderException e) {
            return false;
        }
    }

    @Test
    void tellsByItsHealthThatTheDirectoryIsGone() throws Exception {
        try (Authenticator ldap = authenticator(
                "server_address", slapd.url(),
                "bind_dn_template", TEMPLATE,
                "tls_kwargs", Map.of("ca_certs_file", slapd.authority().toString()))) {
            letIn(ldap, "alice", "wonderland-1");
            slapd.stop();
            assertThatThrownBy(() -> logIn(ldap, "alice", "wonderland-1")).isInstanceOf(ProviderException.class);
            assertThat(ldap.health().state()).isEqualTo(Health.State.DOWN);
            slapd.run();
            letIn(ldap, "alice", "wonderland-1");
            assertThat(ldap.health()).isEqualTo(Health.up());
        }
    }

    @Test
    void goesOnToTheNextServer() throws Exception {
        String dead = "ldap://127.0.0.1:" + FreePort.take();
        try (Authenticator ldap = plain(List.of(dead, slapd.url()))) {
            letIn(ldap, "alice", "wonderland-1");
            assertThat(ldap.health().message()).isNotEmpty();
        }
    }

    @Test
    void findsServersByDnsInTheirOrder() throws Exception {
        try (FakeNameServer dns = new FakeNameServer(
                        new FakeNameServer.Service(20, slapd.port()), new FakeNameServer.Service(10, FreePort.take()));
                Authenticator ldap = authenticator(
                        "server_srv_record", dns.recordUrl(),
                        "bind_dn_template", TEMPLATE,
                        "tls_kwargs", Map.of("ca_certs_file", slapd.authority().toString()))) {
            letIn(ldap, "alice", "wonderland-1");
            // The dead one has the better priority, so it was tried first.
            assertThat(ldap.health().state()).isEqualTo(Health.State.DEGRADED);
        }
    }

    @Test
    void saysThatDnsKnowsNoServer() throws Exception {
        try (FakeNameServer dns = new FakeNameServer();
                Authenticator ldap =
                        authenticator("server_srv_record", dns.recordUrl(), "bind_dn_template", TEMPLATE)) {
            assertThatThrownBy(() -> logIn(ldap, "alice", "wonderland-1")).isInstanceOf(ProviderException.class);
        }
    }

    @Test
    void asksNoOtherServerAfterARefusal() throws Exception {
        try (Slapd second = Slapd.start();
                Authenticator ldap = plain(List.of(slapd.url(), second.url()))) {
            second.modify("dn: cn=bob,cn=jupyterhub,dc=example,dc=org\nchangetype: modify\nreplace: userPassword\n"
                    + "userPassword: other-pw-1\n");
            long before = second.logged(" BIND dn=");

            refused(logIn(ldap, "bob", "other-pw-1"), DenialReason.BAD_CREDENTIALS);

            assertThat(second.logged(" BIND dn=")).isEqualTo(before);
        }
    }

    @Test
    void takesTurnsWhereThatIsWritten() throws Exception {
        try (Slapd second = Slapd.start()) {
            LdapConfig config = LdapConfig.of(LdapLogins.settings(
                    "server_address",
                    List.of(slapd.url(), second.url()),
                    "bind_dn_template",
                    TEMPLATE,
                    "tls_strategy",
                    "insecure",
                    "server_pool_strategy",
                    "ROUND_ROBIN"));
            String alice = "cn=alice,cn=jupyterhub,dc=example,dc=org";
            Secret password = Secret.of("wonderland-1");
            try (LdapConnections connections = new LdapConnections(
                            config, ProviderContext.builder().build());
                    var one = connections.bind(alice, password);
                    var other = connections.bind(alice, password)) {
                assertThat(one.connection()).isNotSameAs(other.connection());
            }
            String bind = "cn=alice,cn=jupyterhub,dc=example,dc=org\" mech=SIMPLE";
            assertThat(slapd.logged(bind)).isPositive();
            assertThat(second.logged(bind)).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ldap", "ldaps"})
    void givesUpOnAServerThatDoesNotAnswer(String scheme) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Authenticator ldap = plain(scheme + "://127.0.0.1:" + silent.getLocalPort())) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> logIn(ldap, "alice", "wonderland-1"))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageNotContaining("wonderland-1");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void endsSoonWhenItIsInterrupted() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Authenticator ldap = authenticator(
                        "server_address",
                        "ldap://127.0.0.1:" + silent.getLocalPort(),
                        "bind_dn_template",
                        TEMPLATE,
                        "tls_strategy",
                        "insecure",
                        "response_timeout",
                        60)) {
            ExecutorService browser = Executors.newSingleThreadExecutor();
            try {
                Future<AuthResult> answer = browser.submit(() -> logIn(ldap, "alice", "wonderland-1"));
                silent.accept();
                browser.shutdownNow();
                assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(InterruptedException.class);
            } finally {
                browser.shutdownNow();
            }
        }
    }

    @Test
    void leaksNeitherConnectionsNorThreads() throws Exception {
        try (Authenticator ldap = plain(slapd.url())) {
            failTimes(ldap, 100);
            long files = openFiles();
            int threads = Thread.activeCount();
            failTimes(ldap, 1000);

            assertThat(openFiles()).isLessThanOrEqualTo(files + 3);
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 3);
        }
        Eventually.holds("all connections are closed", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread ->
                        thread.getName().contains("reader") && thread.getName().contains("localhost")));
    }

    private static void failTimes(Authenticator ldap, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            refused(logIn(ldap, i % 2 == 0 ? "alice" : "nobody", "wrong"), DenialReason.BAD_CREDENTIALS);
        }
    }

    private static long openFiles() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
