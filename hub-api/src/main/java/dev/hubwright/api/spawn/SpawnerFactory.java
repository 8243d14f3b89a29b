package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderFactory;

/** Makes one kind of spawner; registered for {@link java.util.ServiceLoader} under this type. */
public interface SpawnerFactory extends ProviderFactory<Spawner> {}
