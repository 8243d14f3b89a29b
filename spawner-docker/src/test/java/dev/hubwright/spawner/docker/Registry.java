package dev.hubwright.spawner.docker;

import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.FreePort;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A registry of its own, on this machine, which only alice may use. */
final class Registry implements AutoCloseable {

    static final String USER = "alice";
    static final String PASSWORD = "wonderland";

    private static final String ACCOUNT = "alice:$2y$05$xGCBO/s.fv3U1vQSX8fMpu5cxM4sRrdBu2f2hk3yL4HKn7XgrobRO";

    final String host;
    final int port;
    private final Path folder;
    private final Process process;

    Registry(Path program, Path folder) throws Exception {
        this.folder = folder;
        this.port = FreePort.take();
        this.host = "127.0.0.1:" + port;
        Path accounts = Files.writeString(folder.resolve("accounts"), ACCOUNT + "\n");
        Path config = Files.writeString(
                folder.resolve("config.yml"),
                "version: 0.1\nstorage: {filesystem: {rootdirectory: "
                        + folder.resolve("images") + "}}\nhttp: {addr: ':" + port
                        + "'}\nauth: {htpasswd: {realm: test, path: "
                        + accounts + "}}\n");
        this.process = new ProcessBuilder(program.toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        Eventually.holds("the registry answers", () -> Docker.status(URI.create("http://" + host + "/v2/")) == 401);
    }

    Path log() {
        return folder.resolve("log");
    }

    /** What the docker command keeps of a login. */
    String loginFile(String password) {
        String pair = java.util.Base64.getEncoder()
                .encodeToString((USER + ":" + password).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return "{\"auths\": {\"" + host + "\": {\"auth\": \"" + pair + "\"}}}";
    }

    /** Pushes the test image under another name, and forgets that name here. */
    String publish(String name) throws Exception {
        Path login = Files.createDirectories(folder.resolve("login"));
        Files.writeString(login.resolve("config.json"), loginFile(PASSWORD));
        String image = host + "/" + name;
        Docker.run("tag", Docker.IMAGE, image);
        Docker.run("--config", login.toString(), "push", image);
        Docker.run("rmi", image);
        return image;
    }

    Map<String, ?> credentials() {
        return Map.of(host, Map.of("username", USER, "password", PASSWORD));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
