package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.hubwright.api.ProviderException;
import java.time.Duration;
import java.util.List;

/** Runs {@code post_start_cmd} in a container that has just been started. */
final class PostStart {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Engine engine;
    private final List<String> command;

    PostStart(Engine engine, DockerConfig config) {
        this.engine = engine;
        this.command =
                config.find(DockerSettings.POST_START_CMD).map(PostStart::words).orElse(List.of());
    }

    private static List<String> words(Object written) {
        if (written instanceof List<?> list) {
            return list.stream().map(Object::toString).toList();
        }
        String text = written.toString().strip();
        return text.isEmpty() || text.equalsIgnoreCase("false") ? List.of() : List.of(text.split("\\s+"));
    }

    void run(String container) throws ProviderException, EngineException, InterruptedException {
        if (command.isEmpty()) {
            return;
        }
        String id = engine.change(docker -> docker.execCreateCmd(container)
                .withCmd(command.toArray(String[]::new))
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId());
        engine.streamThreads()
                .execute(() -> engine.streams().client().execStartCmd(id).exec(new ResultCallback.Adapter<Frame>()));
        Long code = code(id);
        if (code == null || code != 0) {
            throw ProviderException.permanent(
                    "The server cannot be started: its preparation failed",
                    "DockerSpawner.post_start_cmd = " + command
                            + (code == null ? " did not end in " + PATIENCE : " ended with exit code " + code));
        }
    }

    private Long code(String id) throws EngineException, InterruptedException {
        Waiting.until(
                PATIENCE,
                () -> engine.ask(docker -> docker.inspectExecCmd(id).exec().getExitCodeLong()) != null);
        return engine.ask(docker -> docker.inspectExecCmd(id).exec().getExitCodeLong());
    }
}
