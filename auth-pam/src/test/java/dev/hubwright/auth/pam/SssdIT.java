package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that SSSD has joined to an Active Directory domain, which Samba serves. */
@RequiresEngine({Engine.ROOT, Engine.SAMBA, Engine.SSSD})
class SssdIT {

    private static final String PASSWORD = "Pa$$w0rd-1";

    @TempDir
    static Path folder;

    private static Process domain;
    private static OtherJvm jvm;

    @BeforeAll
    static void joinTheDomain() throws IOException {
        String address = "127." + (2 + ProcessHandle.current().pid() % 250) + ".3.77";
        domain = Commands.builder(
                        "bash", script("domain.sh"), folder.resolve("domain").toString(), address)
                .redirectError(folder.resolve("domain.log").toFile())
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(domain.getInputStream(), StandardCharsets.UTF_8));
        assertThat(said.readLine()).as(() -> text("domain.log")).isEqualTo("ready");
        List<String> view = List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "bash",
                script("sssd.sh"),
                folder.resolve("domain").toString(),
                address);
        jvm = OtherJvm.start(Files.createDirectory(folder.resolve("jvm")), view, "hubwright-sssd");
    }

    private static String script(String name) throws IOException {
        Path file = folder.resolve(name);
        try (var content = SssdIT.class.getResourceAsStream(name)) {
            Files.write(file, content.readAllBytes());
        }
        return file.toString();
    }

    private static String text(String log) {
        try {
            return Files.readString(folder.resolve(log));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @AfterAll
    static void leaveTheDomain() throws InterruptedException {
        if (jvm != null) {
            jvm.close();
        }
        domain.destroy();
        if (!domain.waitFor(20, TimeUnit.SECONDS)) {
            domain.descendants().forEach(ProcessHandle::destroyForcibly);
            domain.destroyForcibly();
        }
    }

    @Test
    void letsDomainUsersInByTheirShortNames() {
        assertThat(jvm.ask("login", "alice", PASSWORD))
                .startsWith("GRANTED alice ")
                .contains("hub-users")
                .contains("KRB5CCNAME");
        assertThat(jvm.ask("login", "alice", "wrong")).startsWith("DENIED BAD_CREDENTIALS - ");
        assertThat(jvm.ask("login", "nobody-there", PASSWORD)).startsWith("DENIED BAD_CREDENTIALS - ");
    }

    @Test
    void knowsOnePersonByLongAndShortNames() {
        assertThat(jvm.ask("login", "ALICE", PASSWORD)).startsWith("GRANTED alice ");
        assertThat(jvm.ask("login", "alice@pamdomain.example", PASSWORD)).startsWith("GRANTED alice ");
        assertThat(jvm.ask("login", "pamdomain.example\\alice", PASSWORD)).doesNotStartWith("GRANTED pam");
    }

    @Test
    void refusesAccountsThatAreDisabledExpiredOrLocked() {
        for (int i = 0; i < 3; i++) {
            assertThat(jvm.ask("login", "locked", "wrong")).startsWith("DENIED ");
        }
        for (String name : List.of("disabled", "expired", "locked")) {
            assertThat(jvm.ask("login", name, PASSWORD))
                    .as(name)
                    .startsWith("DENIED NOT_PERMITTED - pam_authenticate gives 6");
        }
    }

    @Test
    void changesAPasswordThatMustBeChanged() {
        String question = jvm.ask("login", "mustchange", PASSWORD);
        assertThat(question).startsWith("CHALLENGE ").containsIgnoringCase("new password");
        jvm.ask("answer", "looking-Glass-8");
        assertThat(jvm.ask("answer", "looking-Glass-8")).startsWith("GRANTED mustchange ");
        assertThat(jvm.ask("login", "mustchange", "looking-Glass-8")).startsWith("GRANTED mustchange ");
    }

    @Test
    void livesOnAfterAThousandLoginsOf200BrowsersAndACollectorThatNeverRests() throws Exception {
        assertThat(jvm.ask("storm", "1000", "200", "alice", PASSWORD)).isEqualTo("{Granted=1000}");
        assertThat(jvm.ask("login", "alice", PASSWORD)).startsWith("GRANTED alice ");
    }

    @Test
    void findsAMemberOfAVeryLargeGroup() {
        assertThat(jvm.ask("login", "inthecrowd", PASSWORD))
                .startsWith("GRANTED inthecrowd ")
                .contains("crowd,");
    }
}
