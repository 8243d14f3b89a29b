package dev.hubwright.api;

import java.util.Map;

/** Optional: a provider that tells numbers about itself, for the operator's monitoring. */
public interface Figures {

    /**
     * The numbers as they are now, by name: {@code service_connections_in_use}. Names are lower-case letters, digits and
     * {@code _}, the same ones each time, and nothing about people. Must answer at once and ask nobody.
     */
    Map<String, Long> figures();
}
