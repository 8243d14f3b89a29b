package dev.hubwright.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What "hubwright setup sudo" prints, judged by the programs that will read it. */
@RequiresEngine({Engine.ROOT, Engine.SUDO})
class SetupIT {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        Surroundings own = Surroundings.ofThisProcess((configuration, options) -> 0);
        return Main.execute(
                new Surroundings(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        Map.of("PATH", "/usr/bin"),
                        own.authenticators(),
                        own.spawners(),
                        own.runner(),
                        own.passwords()),
                arguments);
    }

    @Test
    void printsEverythingAndWritesNothing() {
        assertThat(run("setup", "sudo", "--group", "LIGO")).as(err.toString()).isZero();

        assertThat(out.toString())
                .contains("==> /etc/sudoers.d/hubwright (mode 0440, owner root)")
                .contains("hubwright ALL=(%LIGO) NOPASSWD: /opt/hubwright/libexec/hubwright-spawn \"\"")
                .contains("==> /opt/hubwright/libexec/hubwright-spawn (mode 0755, owner root)")
                .contains("command = /usr/bin/jupyterhub-singleuser")
                .contains("==> /etc/systemd/system/hubwright.service (mode 0644, owner root)")
                .contains("KillMode=process")
                .contains(
                        "==> /etc/apache2/sites-available/hubwright.conf", "==> /etc/nginx/sites-available/hubwright");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void listsTheOptionsOfAShellApartFromItsLine() throws Exception {
        Path settings = folder.resolve("hub.yaml");
        Files.writeString(settings, """
                JupyterHub: {spawner_class: sudo}
                Authenticator: {allow_all: true}
                Spawner: {args: [--debug]}
                LocalProcessSpawner: {shell_cmd: [bash, -l, -c]}
                """);

        assertThat(run("setup", "sudo", "--group=LIGO", "-f", settings.toString()))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("""
                command = /usr/bin/bash
                shell_argument = -l
                shell_argument = -c
                argument = jupyterhub-singleuser --debug
                """);
    }

    @Test
    void followsTheSettingsOfTheHub() throws Exception {
        Path settings = folder.resolve("hub.yaml");
        Files.writeString(settings, """
                JupyterHub: {spawner_class: sudospawner.SudoSpawner, port: 8123, public_url: "https://jupyter.example.org/"}
                Authenticator: {allow_all: true}
                SudoSpawner: {sudospawner_path: /opt/jupyterhub/bin/sudospawner, group: "domain users"}
                """);

        assertThat(run("setup", "sudo", "-f", settings.toString(), "--user=jupyterhub"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .contains("jupyterhub ALL=(%domain\\ users) NOPASSWD: /opt/jupyterhub/bin/sudospawner\n")
                .doesNotContain("hubwright-spawn")
                .contains("User=jupyterhub", "ServerName jupyter.example.org", "http://127.0.0.1:8123/")
                .contains("hub -f " + settings);
    }

    @Test
    void sudoUnderstandsWhatItPrints() throws Exception {
        for (String group : List.of("LIGO", "domain users", "LIGO\\jupyter", "a(b)")) {
            Path root = folder.resolve("root");
            assertThat(run("setup", "sudo", "--group=" + group, "--into", root.toString()))
                    .as(err.toString())
                    .isZero();
            Path sudoers = root.resolve("etc/sudoers.d/hubwright");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sudoers)))
                    .isEqualTo("r--r-----");
            assertThat(output("visudo", "-c", "-f", sudoers.toString())).contains("parsed OK");
            assertThat(root.resolve("opt/hubwright/libexec/hubwright-spawn")).isExecutable();
        }
    }

    @Test
    @RequiresEngine(Engine.NGINX)
    void nginxUnderstandsWhatItPrints() throws Exception {
        for (String url : List.of("https://jupyter.example.org/", "https://www.example.org/jupyter/")) {
            Path settings = folder.resolve("hub.yaml");
            Files.writeString(settings, """
                    JupyterHub: {spawner_class: sudo, public_url: "%s", bind_url: "http://127.0.0.1:8000%s"}
                    Authenticator: {allow_all: true}
                    """.formatted(url, URI.create(url).getPath()));
            Path root = folder.resolve("root");
            assertThat(run("setup", "sudo", "--group=LIGO", "-f", settings.toString(), "--into", root.toString()))
                    .as(err.toString())
                    .isZero();
            Path site = root.resolve("etc/nginx/sites-available/hubwright");
            // Only the files of its certificate are the site's own affair.
            Files.writeString(site, Files.readString(site).replace("/etc/ssl/", certificate(URI.create(url)) + "/"));
            Path main = folder.resolve("nginx.conf");
            Files.writeString(
                    main, "pid " + folder.resolve("pid") + ";\nevents {}\nhttp {\n    include " + site + ";\n}\n");

            assertThat(output(nginx(), "-t", "-p", folder.toString(), "-e", "stderr", "-c", main.toString()))
                    .contains("syntax is ok", "test is successful")
                    .doesNotContain("[warn]");
        }
    }

    private static String nginx() {
        return Engine.find("nginx").orElseThrow().toString();
    }

    private Path certificate(URI url) throws Exception {
        Path ssl = folder.resolve("ssl");
        Path certificate = ssl.resolve("certs/" + url.getHost() + ".pem");
        Path key = ssl.resolve("private/" + url.getHost() + ".key");
        Files.createDirectories(certificate.getParent());
        Files.createDirectories(key.getParent());
        output(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + url.getHost(),
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        return ssl;
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        assertThat(run("setup", "sodo")).isEqualTo(2);
        assertThat(run("setup", "sudo", "--group")).isEqualTo(2);
        assertThat(run("setup", "sudo", "--grup", "LIGO")).isEqualTo(1);
        assertThat(run("setup", "sudo", "--group", "a:b")).isEqualTo(1);
        assertThat(err.toString())
                .contains("\"sodo\" is no installed provider", "\"--group\" is not understood")
                .contains("--grup: SudoSpawner.grup is not known; did you mean SudoSpawner.group?")
                .contains("SudoSpawner.group");
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
