package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An installation after docs/install-bare-metal.md on this machine, under names of its own, behind an httpd of its own. */
final class BareMetal implements AutoCloseable {

    final String own = "hw" + UUID.randomUUID().toString().substring(0, 6);
    final String group;
    final Path folder = Path.of("/opt", own);
    private final String person;
    private final int httpsPort = FreePort.take();
    private final int hubPort = FreePort.take();
    private final Path httpdFolder = folder.resolve("httpd");
    private final Path unit = folder.resolve("unit.service");
    private final Path site = folder.resolve("site.conf");
    private final Path log = folder.resolve("hub.log");
    private final Guide guide;
    private Process hub;
    /** Its first process hears nothing but SIGKILL. */
    private boolean inNameSpace;

    /**
     * Prepares names and a certificate; installs nothing yet.
     *
     * @param person who is to have a server; empty for somebody of the machine with a name of this installation
     * @param group the group of those who get servers; empty for one of this installation
     * @param more further names, see {@link Guide}
     */
    BareMetal(String person, String group, Map<String, String> more) throws Exception {
        this.person = person.isEmpty() ? own + "p" : person;
        this.group = group.isEmpty() ? own + "grp" : group;
        Files.createDirectories(httpdFolder);
        sh("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout " + httpdFolder + "/key -out "
                + httpdFolder + "/cert 2>/dev/null");
        Map<String, String> names = new LinkedHashMap<>(more);
        names.putAll(names());
        guide = new Guide("install-bare-metal.md", names, Map.of("PATH", path()));
    }

    private Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put(" /etc/sudoers.d/hubwright$", " /etc/sudoers.d/" + own);
        names.put(" /etc/systemd/system/hubwright.service$", " " + unit);
        names.put(" /etc/apache2/sites-available/hubwright.conf$", " " + site);
        names.put("/opt/hubwright", folder.toString());
        names.put("/etc/hubwright", "/etc/" + own);
        names.put("/etc/pam.d/hubwright", "/etc/pam.d/" + own);
        names.put("/var/lib/hubwright", "/var/lib/" + own);
        names.put("service: hubwright", "service: " + own);
        names.put("/srv/jupyter", "/srv/" + own);
        names.put("(?<=nologin |shadow )hubwright$", own);
        names.put("(?<=--user |-u )hubwright\\b", own);
        names.put("hub-users", group);
        names.put("\\balice\\b", person);
        names.put("https://hub.example.org/", "https://localhost:" + httpsPort + "/");
        names.put("127.0.0.1:8000", "127.0.0.1:" + FreePort.take());
        names.put("127.0.0.1:8081", "127.0.0.1:" + hubPort);
        // Of what setup prints.
        names.put("\\*:443", "*:" + httpsPort);
        names.put("/etc/ssl/certs/localhost.pem", httpdFolder + "/cert");
        names.put("/etc/ssl/private/localhost.key", httpdFolder + "/key");
        return names;
    }

    String person() {
        return person;
    }

    String url(String path) {
        return "https://localhost:" + httpsPort + path;
    }

    /** Processes of servers, by their pids. */
    List<Long> servers() {
        return HubRun.serversOf(hubPort);
    }

    /** Somebody of the machine who has this password. */
    void addPerson(String password) throws Exception {
        sh("useradd --create-home --shell /bin/bash " + person);
        sh("echo '" + person + ":" + password + "' | chpasswd -c SHA512");
    }

    void install() throws Exception {
        guide.run();
    }

    /** The commands of the page, to be run elsewhere. */
    String installScript() {
        return String.join("\n", guide.blocks());
    }

    Httpd startHttpd() throws IOException {
        Files.writeString(site, guide.renamed(Files.readString(site)));
        return new Httpd(httpdFolder, httpsPort, site);
    }

    /** Starts the hub as the unit says: as its user, in its folder, by its command. */
    void startHub() throws IOException {
        String text = Files.readString(unit);
        assertThat(value(text, "User")).isEqualTo(own);
        assertThat(value(text, "KillMode")).isEqualTo("process");
        start(List.of("/bin/sh", "-c", "exec " + hubCommand(text)));
    }

    /** Installs and starts the hub where a command leads. */
    void startInNameSpace(List<String> command) throws IOException {
        inNameSpace = true;
        start(command);
    }

    private void start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", path(), "LANG", "C.UTF-8"));
        hub = builder.start();
        Eventually.holds("the hub is up", Duration.ofSeconds(120), () -> {
            String said = Files.readString(log);
            assertThat(hub.isAlive()).as(said).isTrue();
            return said.contains("The hub is at ");
        });
    }

    private String hubCommand(String text) {
        String command = guide.renamed(value(text, "ExecStart"))
                .replace("/usr/bin/java", Path.of(java(), "java").toString());
        return "setpriv --reuid=%1$s --regid=%1$s --init-groups -- /bin/sh -c 'umask 0077; cd /etc/%1$s; exec %2$s'"
                .formatted(own, command);
    }

    /** A command that reads the unit when it is run, and then is the hub. */
    String hubScript() {
        return ("text=$(sed -n 's/^ExecStart=//p' %1$s | sed 's|/opt/hubwright|/opt/%2$s|g; s|/usr/bin/java|%3$s/java|')\n"
                        + "setpriv --reuid=%2$s --regid=%2$s --init-groups -- /bin/sh -c \"umask 0077; cd /etc/%2$s; exec $text\"")
                .formatted(unit, own, java());
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    void endHub() {
        if (hub != null) {
            if (inNameSpace) {
                hub.destroyForcibly();
            } else {
                hub.destroy();
            }
            hub.onExit().join();
        }
    }

    @Override
    public void close() throws IOException {
        endHub();
        try {
            for (String account : List.of(own + "p", own)) {
                sh("pkill -KILL -u " + account + " || true");
                sh("userdel --force --remove " + account + " 2>/dev/null || true");
            }
            sh("groupdel %sgrp 2>/dev/null || true".formatted(own));
            sh("rm -rf /opt/%1$s /etc/%1$s /etc/pam.d/%1$s /var/lib/%1$s /srv/%1$s /etc/sudoers.d/%1$s".formatted(own));
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void sh(String script) throws Exception {
        Guide.runScript(script, Map.of("PATH", path()));
    }

    private static String value(String unit, String key) {
        return unit.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin").toString();
    }

    static String path() {
        return java() + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    }
}
