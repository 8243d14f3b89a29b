package dev.hubwright.hub.pages;

import java.util.List;
import java.util.Optional;

/**
 * The settings of the hub, for administrators.
 *
 * @param reloadAction where a form is posted to that has the settings read again; empty if they are in no file
 * @param reloaded what came of that, right after it
 */
public record SettingsPage(Chrome chrome, Optional<String> reloadAction, Optional<Reloaded> reloaded) implements Page {

    /**
     * What came of reading the settings again.
     *
     * @param takenOver settings that count from now on
     * @param needRestart settings that count from the next start on
     * @param problems what is wrong with the settings; if there is anything, nothing has changed
     */
    public record Reloaded(List<String> takenOver, List<String> needRestart, List<String> problems) {

        /** Copies the lists. */
        public Reloaded {
            takenOver = List.copyOf(takenOver);
            needRestart = List.copyOf(needRestart);
            problems = List.copyOf(problems);
        }
    }
}
