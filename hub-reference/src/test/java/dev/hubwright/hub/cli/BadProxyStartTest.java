package dev.hubwright.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Providers;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.hub.proxy.Certificates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proxies that cannot start: exit code 1 or 2, and one error that names option, value and what is wrong. */
@Timeout(60)
class BadProxyStartTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeCertificates() {
        new Certificates(folder, "ours").issue("front").encrypted("front", "open sesame");
        new Certificates(folder, "others").issue("stranger");
    }

    @AfterEach
    void forgetTheLogLevel() {
        System.clearProperty("hubwright.log.level");
        System.clearProperty("hubwright.log.format");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--ssl-ca @ours.pem | --ssl-request-cert and --ssl-reject-unauthorized need --ssl-key and --ssl-cert",
                "--ssl-request-cert | need --ssl-key and --ssl-cert",
                "--ssl-key @front.key | --ssl-key and --ssl-cert are needed both",
                "--ssl-key @front.key --ssl-cert @front.pem --ssl-reject-unauthorized | without --ssl-request-cert",
                "--ssl-key @front.key --ssl-cert @front.pem --ssl-ca @none.pem | --ssl-ca = \"@none.pem\" cannot be read",
                "--ssl-key @front.key --ssl-cert @front.pem --ssl-ca @front.key | --ssl-ca = \"@front.key\"",
                "--ssl-key @front.key --ssl-cert @front.key | --ssl-cert = \"@front.key\"",
                "--ssl-key @front.pem --ssl-cert @front.pem | --ssl-key = \"@front.pem\"",
                "--ssl-key @stranger.key --ssl-cert @front.pem | --ssl-key = \"@stranger.key\"",
                "--ssl-key @front.encrypted --ssl-cert @front.pem | --ssl-key is encrypted, and no passphrase",
                "--ssl-key @front.key --ssl-cert @front.pem --ssl-ciphers TLS_NONE | knows no \"TLS_NONE\"",
                "--ssl-key @front.key --ssl-cert @front.pem --ssl-protocol SSLv3 | --ssl-protocol: \"SSLv3\" is not spoken",
                "--api-ssl-key @front.encrypted --api-ssl-cert @front.pem | --api-ssl-key cannot be decrypted",
                "--api-ssl-ca @ours.pem | need --api-ssl-key and --api-ssl-cert",
                "--api-ssl-key @front.key --api-ssl-cert @none.pem | --api-ssl-cert = \"@none.pem\" cannot be read",
                "--client-ssl-key @front.key | --client-ssl-key and --client-ssl-cert are needed both",
                "--client-ssl-ca @none.pem | --client-ssl-ca = \"@none.pem\" cannot be read",
                "--client-ssl-ca @front.key | --client-ssl-ca = \"@front.key\"",
                "--connections 0 | --connections = 0 has to be at least 1",
                "--body-rate -1 | --body-rate = -1 has to be at least 1",
                "--keep-alive-timeout 0 | --keep-alive-timeout = 0 has to be at least 1",
                "--connections many | --connections",
                "--metrics-port 70000 | --metrics-port = 70000 has to be from 0 to 65535",
                "--metrics-socket @none/x.sock | --metrics-socket = \"@none/x.sock\"",
                "--log-format xml | --log-format xml is none; take text or json",
                "--ssl-dhparam @dh.pem --connections 0 | warning: --ssl-dhparam has no effect",
            })
    void isOneClearError(String options, String sentence) {
        StringWriter err = new StringWriter();
        ClassLoader loader = getClass().getClassLoader();
        Surroundings surroundings = new Surroundings(
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true),
                Map.of("CONFIGPROXY_API_SSL_KEY_PASSPHRASE", "wrong"),
                () -> Providers.discover(AuthenticatorFactory.class, loader),
                () -> Providers.discover(SpawnerFactory.class, loader),
                new HubProcess(),
                Passwords.ofThisProcess());
        List<String> arguments = new ArrayList<>(List.of(
                "proxy", "--ip", "127.0.0.1", "--port", "" + FreePort.take(), "--api-port", "" + FreePort.take()));
        arguments.addAll(Arrays.asList(options.replace("@", folder + "/").split(" ")));

        int code = Main.execute(surroundings, arguments.toArray(String[]::new));

        assertThat(code).as(err.toString()).isBetween(1, 2);
        assertThat(err.toString())
                .contains(sentence.replace("@", folder + "/"))
                .containsOnlyOnce("error: ")
                .doesNotContain("\tat ", "Exception", "PRIVATE KEY", "sesame");
    }
}
