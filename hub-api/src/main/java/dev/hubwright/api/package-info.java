/**
 * What every part of Hubwright shares: settings, secrets, opaque state, errors, and the discovery of providers.
 *
 * <p>A provider module implements {@link dev.hubwright.api.ProviderFactory} through one of its two kinds,
 * {@code AuthenticatorFactory} or {@code SpawnerFactory}, and is found by {@link dev.hubwright.api.Providers}. Unless a
 * type says otherwise, parameters and results are never {@code null}; a value that may be absent is an
 * {@code Optional}.
 */
package dev.hubwright.api;
