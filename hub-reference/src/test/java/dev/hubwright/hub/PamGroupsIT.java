package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub that is an account of the system without any rights: modules that need none check the passwords, and groups of
 * the machine decide who comes in and who administers.
 */
@RequiresEngine({Engine.ROOT, Engine.PAM_PWDFILE})
@Timeout(600)
class PamGroupsIT {

    private static final String INSTALL = """
            useradd --system --create-home --home-dir /var/lib/OWN --shell /usr/sbin/nologin OWN
            groupadd OWNin
            groupadd OWNadm
            useradd --no-create-home --groups OWNin OWNmember
            useradd --no-create-home --groups OWNadm OWNboss
            useradd --no-create-home OWNguest
            hash=$(openssl passwd -6 'PASSWORD')
            for person in member boss guest; do
                echo "OWN$person:$hash" >> /var/lib/OWN/people
                echo "OWN$person:PASSWORD:OWNmatrix" >> /var/lib/OWN/talkative
            done
            cat > /etc/pam.d/OWNfile << 'PAM'
            auth required pam_pwdfile.so nodelay pwdfile=/var/lib/OWN/people
            account required pam_permit.so
            PAM
            module=$(echo /usr/lib/*/pam_wrapper/pam_matrix.so)
            cat > /etc/pam.d/OWNmatrix << PAM
            auth required $module echo verbose passdb=/var/lib/OWN/talkative
            account required $module verbose passdb=/var/lib/OWN/talkative
            PAM
            install -d /var/lib/OWN/lib
            cp hub-reference/target/lib/*.jar /var/lib/OWN/lib/
            cp $(ls hub-reference/target/hub-reference-*.jar | grep -v -e -sources -e -javadoc) /var/lib/OWN/lib/
            cat > /var/lib/OWN/hub.yaml << 'YAML'
            JupyterHub: {ip: 127.0.0.1, port: PORT, hub_port: HUB, authenticator_class: pam, spawner_class: simple}
            LocalAuthenticator: {allowed_groups: [OWNin]}
            PAMAuthenticator: {admin_groups: [OWNadm]}
            YAML
            chmod -R a+rX /var/lib/OWN
            """;

    private static final String REMOVE = """
            for account in OWNmember OWNboss OWNguest OWN; do
                userdel --force --remove $account 2>/dev/null || true
            done
            groupdel OWNin || true
            groupdel OWNadm || true
            rm -rf /var/lib/OWN /etc/pam.d/OWNfile /etc/pam.d/OWNmatrix
            """;

    @TempDir
    Path folder;

    private final String own = "hw" + UUID.randomUUID().toString().substring(0, 6);
    private int port;
    private int hubPort;
    private Process hub;

    @BeforeEach
    void install() throws Exception {
        port = FreePort.take();
        hubPort = FreePort.take();
        run(INSTALL);
    }

    @AfterEach
    void endAndRemove() throws Exception {
        try {
            if (hub != null) {
                hub.destroy();
                hub.onExit().join();
            }
        } finally {
            run(REMOVE);
        }
    }

    @Test
    void asksAPasswordFile() throws Exception {
        start("file");

        assertThat(Files.getOwner(Path.of("/proc/" + hub.pid())).getName()).isEqualTo(own);
        letsInByGroupsAlone();
        followsChangesOfGroups();
    }

    @Test
    @RequiresEngine({Engine.ROOT, Engine.PAM_MATRIX})
    void asksAModuleThatEchoesAndTalks() throws Exception {
        start("matrix");

        letsInByGroupsAlone();
    }

    private void letsInByGroupsAlone() {
        WebClient member = new WebClient(HubRun.at(port));
        assertThat(member.logIn(own + "member").status()).isEqualTo(302);
        assertThat(member.get("/hub/home").body()).contains(own + "member");
        assertThat(member.get("/hub/admin").status()).isEqualTo(403);

        WebClient boss = new WebClient(HubRun.at(port));
        assertThat(boss.logIn(own + "boss").status()).isEqualTo(302);
        assertThat(boss.get("/hub/admin").status()).isEqualTo(200);

        WebClient guest = new WebClient(HubRun.at(port));
        WebClient.Answer refused = guest.logIn(own + "guest");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("You are known, but you may not use this hub.");
        assertThat(guest.get("/hub/home").status()).isEqualTo(302);
        WebClient.Answer wrong = guest.post("/hub/login", Map.of("username", own + "guest", "password", "wrong"));
        assertThat(wrong.body()).contains("Invalid username or password").doesNotContain("You are known");
        assertThat(log()).contains("no allow rule matches").doesNotContain(RunningHub.PASSWORD);
    }

    private void followsChangesOfGroups() throws Exception {
        run("gpasswd --delete OWNboss OWNadm; gpasswd --add OWNboss OWNin; gpasswd --delete OWNmember OWNin;"
                + " gpasswd --add OWNguest OWNadm");

        WebClient boss = new WebClient(HubRun.at(port));
        assertThat(boss.logIn(own + "boss").status()).isEqualTo(302);
        assertThat(boss.get("/hub/admin").status()).isEqualTo(403);
        assertThat(new WebClient(HubRun.at(port)).logIn(own + "member").status())
                .isEqualTo(403);
        WebClient guest = new WebClient(HubRun.at(port));
        assertThat(guest.logIn(own + "guest").status()).isEqualTo(302);
        assertThat(guest.get("/hub/admin").status()).isEqualTo(200);
    }

    private void start(String service) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        ProcessBuilder builder = new ProcessBuilder(named("setpriv --reuid=OWN --regid=OWN --clear-groups " + java
                                + " -cp /var/lib/OWN/lib/* dev.hubwright.hub.cli.Main hub -f hub.yaml")
                        .split(" "))
                .directory(Path.of("/var/lib/" + own).toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("hub.log").toFile());
        builder.environment().put("HUBWRIGHT__PAMAuthenticator__service", own + service);
        hub = builder.start();
        Eventually.holds("the hub is up", Duration.ofSeconds(120), () -> {
            assertThat(hub.isAlive()).as(log()).isTrue();
            return log().contains("The hub is at ");
        });
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("hub.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void run(String script) throws Exception {
        Guide.runScript(named(script), Map.of());
    }

    private String named(String script) {
        return script.replace("OWN", own)
                .replace("PASSWORD", RunningHub.PASSWORD)
                .replace("PORT", Integer.toString(port))
                .replace("HUB", Integer.toString(hubPort));
    }
}
