package dev.hubwright.hub.rest;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import java.util.List;

/** Reads the settings of a running hub again. */
@FunctionalInterface
public interface Reloading {

    /**
     * Takes over what can be taken over.
     *
     * @throws InvalidSettings if the settings are wrong, and nothing has changed
     */
    Outcome reload() throws ProviderException;

    /**
     * What became of what has changed.
     *
     * @param takenOver settings that count from now on
     * @param needRestart settings that count from the next start on
     */
    record Outcome(List<String> takenOver, List<String> needRestart) {

        /** Copies the lists. */
        public Outcome {
            takenOver = List.copyOf(takenOver);
            needRestart = List.copyOf(needRestart);
        }
    }
}
