package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversation with PAM on the pages of a hub: a code after the password. */
@RequiresEngine({Engine.ROOT, Engine.PAM_PWDFILE, Engine.GOOGLE_AUTHENTICATOR})
class PamPagesIT {

    private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");

    private static final String SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEH";

    @TempDir
    Path folder;

    private Path service;
    private WholeHub hub;

    @BeforeEach
    void startAHub() throws Exception {
        String name = "hubwright-pages-" + ProcessHandle.current().pid();
        service = Path.of("/etc/pam.d", name);
        Files.writeString(
                service,
                "auth required pam_pwdfile.so nodelay pwdfile=" + people() + "\n"
                        + "auth required pam_google_authenticator.so user=root secret=" + factor() + "\n"
                        + "account required pam_permit.so\n");
        AuthenticatorFactory factory = Providers.discover(
                        AuthenticatorFactory.class, getClass().getClassLoader())
                .find("pam")
                .orElseThrow();
        Settings settings = Settings.read(
                factory.schema(), RawSettings.of(Map.of("PAMAuthenticator", Map.of("service", name))), Map.of());
        Authenticator pam = factory.create(settings, ProviderContext.builder().build());
        hub = new WholeHub(Files.createDirectory(folder.resolve("hub")), builder -> builder.clock(Clock.systemUTC())
                .authenticator(pam, WholeHub.rules().build()));
    }

    private Path people() throws Exception {
        String hash = printedBy("openssl", "passwd", "-6", RunningHub.PASSWORD);
        return Files.writeString(folder.resolve("people"), "alice:" + hash + "\n");
    }

    private Path factor() throws Exception {
        Path file = Files.writeString(folder.resolve("factor"), SEED + "\n\" TOTP_AUTH\n\" WINDOW_SIZE 17\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String printedBy(String... command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @AfterEach
    void stopIt() throws Exception {
        hub.close();
        Files.deleteIfExists(service);
    }

    @Test
    void asksOnAPageOfItsOwnAndLogsIn() throws Exception {
        WebClient browser = hub.browser();
        WebClient.Answer question = browser.logIn("alice");
        assertThat(question.status()).isEqualTo(200);
        assertThat(question.body())
                .contains("Verification code:")
                .contains("name=\"answer0\"")
                .doesNotContain("name=\"password\"");

        String code = printedBy("oathtool", "--totp", "-b", SEED);
        WebClient.Answer done = browser.post(action(question), Map.of("answer0", code));

        assertThat(done.status()).isEqualTo(302);
        assertThat(browser.get("/hub/home").body()).contains("alice");
    }

    @Test
    void refusesAWrongAnswerAndOneThatIsGivenTwice() throws Exception {
        WebClient browser = hub.browser();
        WebClient.Answer question = browser.logIn("alice");
        assertThat(question.status()).isEqualTo(200);
        WebClient.Answer wrong = browser.post(action(question), Map.of("answer0", "000000"));
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.body()).contains("Invalid username or password");

        String code = printedBy("oathtool", "--totp", "-b", SEED);
        WebClient.Answer again = browser.post(action(question), Map.of("answer0", code));

        assertThat(again.status()).isEqualTo(403);
        assertThat(browser.get("/hub/home").status()).isEqualTo(302);
    }

    private static String action(WebClient.Answer page) {
        Matcher form = ACTION.matcher(page.body());
        assertThat(form.find()).isTrue();
        return form.group(1);
    }
}
