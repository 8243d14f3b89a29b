package dev.hubwright.hub.scopes;

import dev.hubwright.api.ProviderException;
import java.util.Set;

/** Tells who is in a group. Thread-safe; may block. */
@FunctionalInterface
public interface GroupMembers {

    /** The names of its members; none of a group that there is not. */
    Set<String> of(String group) throws ProviderException;
}
