package dev.hubwright.spawner.k8s;

import java.util.Optional;
import java.util.ServiceLoader;

/** Finds modifiers of pods by the names of their classes. */
final class PodModifiers {

    private PodModifiers() {}

    static Optional<PodModifier> named(Optional<String> name) {
        return name.flatMap(wanted -> ServiceLoader.load(PodModifier.class).stream()
                .filter(provider -> provider.type().getName().equals(wanted))
                .findFirst()
                .map(ServiceLoader.Provider::get));
    }
}
