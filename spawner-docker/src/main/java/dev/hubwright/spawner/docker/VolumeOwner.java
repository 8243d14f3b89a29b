package dev.hubwright.spawner.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Gives a new volume to the user of its container.
 *
 * <p>The engine copies what the image has at that place, owner included; where the image has nothing, the new folder is
 * root's, and the server could not write there. An archive with that one folder in it, sent before the container
 * starts, changes that without running anything.
 */
final class VolumeOwner {

    private final Engine engine;
    private final String container;

    VolumeOwner(Engine engine, String container) {
        this.engine = engine;
        this.container = container;
    }

    void give(String target, String user) throws EngineException, InterruptedException {
        if (Users.isRoot(user)) {
            return;
        }
        Optional<Account> account = account(user);
        if (account.isPresent() && isRootsOwn(target)) {
            put(target, account.get());
        }
    }

    private record Account(long uid, long gid) {}

    private Optional<Account> account(String user) throws EngineException, InterruptedException {
        String[] parts = user.split(":", 2);
        boolean numbers = parts[0].matches("\\d{1,9}") && (parts.length == 1 || parts[1].matches("\\d{1,9}"));
        if (numbers && parts.length == 2) {
            return Optional.of(new Account(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
        }
        Optional<Account> listed = passwd().lines()
                .map(line -> line.split(":"))
                .filter(fields -> fields.length > 3)
                .filter(fields -> fields[0].equals(parts[0]) || fields[2].equals(parts[0]))
                .filter(fields -> fields[2].matches("\\d{1,9}") && fields[3].matches("\\d{1,9}"))
                .map(fields -> new Account(Long.parseLong(fields[2]), Long.parseLong(fields[3])))
                .findFirst();
        return listed.or(() -> numbers ? Optional.of(new Account(Long.parseLong(parts[0]), 0)) : Optional.empty());
    }

    private String passwd() throws EngineException, InterruptedException {
        try {
            return engine.changeByHand(transport -> {
                try (DockerHttpClient.Response response =
                        transport.execute(archive(DockerHttpClient.Request.Method.GET, "/etc/passwd", null))) {
                    EngineRefusal.throwIfAny(response);
                    return Tar.firstFile(response.getBody());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (EngineException e) {
            if (e.isMissing()) {
                return "";
            }
            throw e;
        }
    }

    /** Whether it is as the engine makes a folder that the image does not have. */
    private boolean isRootsOwn(String target) throws EngineException, InterruptedException {
        return engine.changeByHand(transport -> {
            try (DockerHttpClient.Response response =
                    transport.execute(archive(DockerHttpClient.Request.Method.GET, target, null))) {
                EngineRefusal.throwIfAny(response);
                return Tar.isPlainFolderOfRoot(response.getBody());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void put(String target, Account account) throws EngineException, InterruptedException {
        int slash = target.lastIndexOf('/');
        byte[] folder = Tar.folder(target.substring(slash + 1), account.uid(), account.gid());
        engine.changeByHand(transport -> {
            try (DockerHttpClient.Response response = transport.execute(archive(
                    DockerHttpClient.Request.Method.PUT,
                    slash == 0 ? "/" : target.substring(0, slash),
                    new ByteArrayInputStream(folder)))) {
                EngineRefusal.throwIfAny(response);
                return true;
            }
        });
    }

    private DockerHttpClient.Request archive(DockerHttpClient.Request.Method method, String path, InputStream body) {
        return DockerHttpClient.Request.builder()
                .method(method)
                .path(engine.versionPath() + "/containers/" + container + "/archive?path=" + Containers.encode(path))
                .putHeader("Content-Type", "application/x-tar")
                .body(body)
                .build();
    }
}
