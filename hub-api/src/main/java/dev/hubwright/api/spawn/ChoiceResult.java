package dev.hubwright.api.spawn;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Settings;

/** What {@link SpawnChoices} make of a choice. */
public sealed interface ChoiceResult {

    /** A start may go on with these settings. */
    static Applied applied(Settings settings) {
        return new Applied(settings);
    }

    /**
     * The choice cannot be had, and nothing is broken.
     *
     * @param reason for the operator
     * @param publicMessage for the person
     */
    static Refused refused(String reason, String publicMessage) {
        return new Refused(StartResult.refused(reason, publicMessage));
    }

    /** A start may go on. */
    final class Applied implements ChoiceResult {

        private final Settings settings;

        private Applied(Settings settings) {
            this.settings = requireNonNull(settings, "settings");
        }

        /** The settings of this start. */
        public Settings settings() {
            return settings;
        }

        @Override
        public String toString() {
            return "Applied";
        }
    }

    /** The choice cannot be had. */
    final class Refused implements ChoiceResult {

        private final StartResult.Refused result;

        private Refused(StartResult.Refused result) {
            this.result = result;
        }

        /** Why, as if the spawner had refused. */
        public StartResult.Refused result() {
            return result;
        }

        @Override
        public String toString() {
            return result.toString();
        }
    }
}
