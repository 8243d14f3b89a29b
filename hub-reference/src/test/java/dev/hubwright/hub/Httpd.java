package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** An Apache httpd of a test's own, with one site. */
final class Httpd implements AutoCloseable {

    private static final String MODULES = "/usr/lib/apache2/modules";

    private final Process process;

    Httpd(Path folder, int port, Path site) throws IOException {
        Path log = folder.resolve("httpd.log");
        Path conf = folder.resolve("httpd.conf");
        StringBuilder text = new StringBuilder();
        for (String module : new String[] {
            "mpm_event", "authz_core", "ssl", "socache_shmcb", "headers", "proxy", "proxy_http", "unixd"
        }) {
            if (Files.exists(Path.of(MODULES, "mod_" + module + ".so"))) {
                text.append("LoadModule ").append(module).append("_module ");
                text.append(MODULES).append("/mod_").append(module).append(".so\n");
            }
        }
        text.append("""
                ServerRoot %1$s
                ServerName localhost
                PidFile %1$s/httpd.pid
                DefaultRuntimeDir %1$s
                ErrorLog %2$s
                User www-data
                Group www-data
                Listen 127.0.0.1:%3$d
                Include %4$s
                """.formatted(folder, log, port, site));
        Files.writeString(conf, text);
        process = new ProcessBuilder(
                        Engine.find("apache2").orElseThrow().toString(), "-f", conf.toString(), "-DFOREGROUND")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Eventually.holds("httpd listens", () -> {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
