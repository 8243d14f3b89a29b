package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.ContainerConfig;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Progress;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The images of servers, in the engine and on their way to it. */
final class Images {

    private final Engine engine;
    private final RegistryCredentials credentials;
    private final ConcurrentMap<String, Pull> pulls = new ConcurrentHashMap<>();

    Images(Engine engine, RegistryCredentials credentials) {
        this.engine = engine;
        this.credentials = credentials;
    }

    /** Has the image there, as far as the policy wants it, and tells what it says of itself. */
    ContainerConfig prepare(DockerConfig config, Progress progress)
            throws ProviderException, EngineException, InterruptedException {
        ImageName image = ImageName.of(config.image());
        String policy = config.get(DockerSettings.PULL_POLICY).toLowerCase(Locale.ROOT);
        Optional<InspectImageResponse> there = inspect(image);
        if (policy.equals("always") || there.isEmpty() && policy.equals("ifnotpresent")) {
            pull(image, config, progress);
            there = inspect(image);
        }
        if (there.isEmpty() && !policy.equals("skip")) {
            throw ProviderException.permanent(
                    "The server cannot be started: its image is not there",
                    "Image " + config.image() + " is not on the engine, and DockerSpawner.pull_policy = \"" + policy
                            + "\" keeps it from being pulled; try \"docker pull " + config.image() + "\"");
        }
        return there.map(InspectImageResponse::getConfig).orElseGet(ContainerConfig::new);
    }

    /** What an image says of itself; nothing if it is not here. */
    ContainerConfig known(String image) throws EngineException, InterruptedException {
        return inspect(ImageName.of(image)).map(InspectImageResponse::getConfig).orElseGet(ContainerConfig::new);
    }

    private Optional<InspectImageResponse> inspect(ImageName image) throws EngineException, InterruptedException {
        try {
            return Optional.of(
                    engine.ask(docker -> docker.inspectImageCmd(image.full()).exec()));
        } catch (EngineException e) {
            if (e.isMissing()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void pull(ImageName image, DockerConfig config, Progress progress)
            throws ProviderException, InterruptedException {
        Optional<String> platform = config.find(DockerSettings.PLATFORM);
        String key = image.full() + " " + platform.orElse("");
        progress.phase("Pulling " + image.full(), config.get(DockerSettings.PULL_TIMEOUT));
        Optional<AuthConfig> auth = credentials.of(image);
        Pull pull = pulls.compute(
                key,
                (name, running) ->
                        running != null && running.join() ? running : Pull.begin(engine, image, platform, auth));
        try {
            pull.await(progress, config.get(DockerSettings.PULL_TIMEOUT));
        } finally {
            if (pull.leave()) {
                pulls.remove(key, pull);
            }
        }
    }
}
