package dev.hubwright.spawner.docker;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out which volumes and host folders a container gets. */
final class Volumes {

    private static final String DEFAULT_NAME = "{prefix}-{username}";
    private static final String DEFAULT_HOME = "/home/jovyan";

    private final DockerConfig config;
    private final Template template;

    Volumes(DockerConfig config, Template template) {
        this.config = config;
        this.template = template;
    }

    /**
     * All of them.
     *
     * @param imageFolder the folder that the image works in
     */
    List<Volume> all(String imageFolder) throws ProviderException {
        List<Volume> volumes = new ArrayList<>();
        Object written = config.find(DockerSettings.VOLUMES).orElseGet(() -> Map.of(DEFAULT_NAME, home(imageFolder)));
        add(volumes, written, Optional.empty());
        add(volumes, config.get(DockerSettings.READ_ONLY_VOLUMES), Optional.of("ro"));
        return volumes;
    }

    private String home(String imageFolder) {
        String notebooks = config.get(SpawnerSettings.NOTEBOOK_DIR);
        if (notebooks.startsWith("/")) {
            return notebooks;
        }
        return imageFolder.startsWith("/home/") ? imageFolder : DEFAULT_HOME;
    }

    private void add(List<Volume> volumes, Object written, Optional<String> forced) throws ProviderException {
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) written).entrySet()) {
            volumes.add(volume(entry.getKey().toString(), entry.getValue(), forced));
        }
    }

    private Volume volume(String source, Object place, Optional<String> forced) throws ProviderException {
        String target = place.toString();
        String mode = "rw";
        if (place instanceof Map<?, ?> map) {
            target = map.get("bind").toString();
            mode = map.containsKey("mode") ? map.get("mode").toString() : mode;
            mode = map.containsKey("propagation") ? mode + "," + map.get("propagation") : mode;
        }
        requireSafe(source);
        requireSafe(target);
        boolean folder = source.startsWith("/");
        String rendered = folder ? template.render(source) : template.name(source);
        if (folder) {
            requireHarmless(rendered, forced.orElse(mode).contains("ro"));
        }
        return new Volume(
                rendered,
                template.render(target),
                forced.orElse(mode),
                !folder && Template.isPersonal(source),
                !folder && Template.isOfServer(source));
    }

    /** Mounts in the engine's words. */
    List<Map<String, Object>> mounts() throws ProviderException {
        List<Map<String, Object>> mounts = new ArrayList<>();
        for (Object mount : (List<?>) config.get(DockerSettings.MOUNTS)) {
            mounts.add(mount((Map<?, ?>) mount));
        }
        return mounts;
    }

    /** The volumes of people among the mounts, whose owners count as much as those of others. */
    List<Volume> mounted() throws ProviderException {
        List<Volume> volumes = new ArrayList<>();
        for (Object element : (List<?>) config.get(DockerSettings.MOUNTS)) {
            Map<?, ?> written = (Map<?, ?>) element;
            Object name = written.containsKey("source") ? written.get("source") : written.get("Source");
            Map<String, Object> mount = mount(written);
            if ("volume".equals(mount.get("Type")) && name instanceof String source && Template.isPersonal(source)) {
                volumes.add(new Volume(
                        mount.get("Source").toString(),
                        mount.get("Target").toString(),
                        "rw",
                        true,
                        Template.isOfServer(source)));
            }
        }
        return volumes;
    }

    private Map<String, Object> mount(Map<?, ?> written) throws ProviderException {
        Map<String, Object> mount = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : written.entrySet()) {
            if (entry.getValue() instanceof String text) {
                requireSafe(text);
            }
            Mounts.put(mount, entry.getKey().toString(), template.renderTree(entry.getValue()));
        }
        mount.putIfAbsent("Type", "volume");
        if ("bind".equals(mount.get("Type")) && mount.get("Source") instanceof String source) {
            requireHarmless(source, Boolean.TRUE.equals(mount.get("ReadOnly")));
        }
        return mount;
    }

    private void requireSafe(String text) throws ProviderException {
        if (!template.isSafeInPath(text)) {
            throw ProviderException.permanent(
                    "The server cannot be started under this name",
                    "The name of the person or server is not safe in \"" + text
                            + "\"; use {username} and {servername} instead of the raw ones");
        }
    }

    private static void requireHarmless(String folder, boolean readOnly) throws ProviderException {
        Optional<String> harm = HostFolders.harm(Path.of(folder), readOnly);
        if (harm.isPresent()) {
            throw ProviderException.permanent(
                    "The server cannot be started", "The host folder " + folder + " " + harm.get());
        }
    }
}
