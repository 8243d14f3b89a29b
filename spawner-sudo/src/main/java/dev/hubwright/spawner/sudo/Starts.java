package dev.hubwright.spawner.sudo;

import dev.hubwright.api.spawn.ServerRef;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Which servers were started as whom, as files in the hub's data folder: nobody can look into the processes of other
 * accounts, so that there must be something to ask about. Written before anything else is done. Thread-safe.
 */
final class Starts {

    private final Path folder;

    Starts(Path dataFolder, String instance) {
        this.folder = dataFolder.toAbsolutePath().resolve("starts").resolve(instance);
    }

    void add(ServerRef server, AccountState state) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("server", server.name());
        properties.setProperty("account", state.account());
        properties.setProperty("uid", Long.toString(state.uid()));
        properties.setProperty("name", state.name());
        properties.setProperty("pid", Long.toString(state.pid()));
        properties.setProperty("birth", Long.toString(state.birth()));
        properties.setProperty("boot", state.bootId());
        properties.setProperty("uri", state.uri().toString());
        PrivateFolders.create(folder);
        Path fresh = Files.createTempFile(folder, ".new", "");
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            properties.store(writer, null);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        Files.move(
                fresh,
                folder.resolve(state.spawnId()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    void remove(String spawnId) throws IOException {
        Files.deleteIfExists(folder.resolve(spawnId));
    }

    List<Start> all() throws IOException {
        List<Start> starts = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> !file.getFileName().toString().startsWith("."))) {
            for (Path file : files) {
                starts.add(read(file));
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return starts;
    }

    private static Start read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        AccountState state = new AccountState(
                file.getFileName().toString(),
                properties.getProperty("account", ""),
                Long.parseLong(properties.getProperty("uid", "-1")),
                properties.getProperty("name", ""),
                Long.parseLong(properties.getProperty("pid", "0")),
                Long.parseLong(properties.getProperty("birth", "0")),
                properties.getProperty("boot", ""),
                URI.create(properties.getProperty("uri", "")));
        return new Start(new ServerRef(properties.getProperty("user"), properties.getProperty("server")), state);
    }

    /** One of them; its state has no process where the hub had no time to note it. */
    record Start(ServerRef server, AccountState state) {}
}
