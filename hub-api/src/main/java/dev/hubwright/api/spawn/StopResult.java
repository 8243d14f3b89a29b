package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;

/** What a stop has left of a server. */
public sealed interface StopResult {

    /** Nothing that a later start would take up; what outlives every stop, such as a volume, does not count. */
    static Gone gone() {
        return Gone.INSTANCE;
    }

    /**
     * It does not run any more, but the next start can take it up: a stopped container.
     *
     * <p>The server's token stays valid. The next start gets {@code state} as {@link SpawnRequest#previousState()}, and
     * the same token only where the hub can tell it again. So compare what the kept thing holds with the environment of
     * the request, and make it anew if they differ.
     *
     * @param state what finds it again
     * @throws IllegalArgumentException if {@code state} is empty, which means that there is nothing
     */
    static Kept kept(Opaque state) {
        return new Kept(state);
    }

    /** Nothing is left. */
    final class Gone implements StopResult {

        private static final Gone INSTANCE = new Gone();

        private Gone() {}

        @Override
        public String toString() {
            return "Gone";
        }
    }

    /** The next start can take it up. */
    final class Kept implements StopResult {

        private final Opaque state;

        private Kept(Opaque state) {
            if (state.isEmpty()) {
                throw new IllegalArgumentException("What is kept needs a state that finds it again");
            }
            this.state = state;
        }

        /** What finds it again. */
        public Opaque state() {
            return state;
        }

        @Override
        public String toString() {
            return "Kept";
        }
    }
}
