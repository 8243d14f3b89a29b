package dev.hubwright.hub.scopes;

import dev.hubwright.api.ProviderException;
import java.util.Set;

/** Tells what others share with somebody. Thread-safe; may block. */
@FunctionalInterface
public interface SharedScopes {

    /** The scopes that a person has by shares, their groups' among them. */
    Set<String> of(String user) throws ProviderException;
}
