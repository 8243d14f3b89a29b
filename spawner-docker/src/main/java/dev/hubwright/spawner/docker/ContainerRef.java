package dev.hubwright.spawner.docker;

import dev.hubwright.api.Opaque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What finds a container again.
 *
 * @param name its name, for people
 * @param spawnId the start that made it
 * @param id the engine's id of it; empty before it is made
 */
record ContainerRef(String name, String spawnId, Optional<String> id) {

    private static final int VERSION = 1;

    static Optional<ContainerRef> read(Opaque state) {
        if (state.version() != VERSION || state.text("spawn").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ContainerRef(
                state.text("name").orElse(""), state.text("spawn").get(), state.text("container")));
    }

    Opaque toOpaque() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("spawn", spawnId);
        id.ifPresent(value -> values.put("container", value));
        return Opaque.of(VERSION, values);
    }
}
