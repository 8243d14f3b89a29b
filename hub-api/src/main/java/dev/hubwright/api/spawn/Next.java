package dev.hubwright.api.spawn;

/** What follows after a {@link Step}. */
sealed interface Next {

    static Next done() {
        return new Done();
    }

    static Next then(Step step) {
        return new Then(step);
    }

    /** The same step again after a while. */
    static Next again() {
        return new Again();
    }

    /** Nothing. */
    record Done() implements Next {}

    /** Another step at once. */
    record Then(Step step) implements Next {}

    /** The same step later. */
    record Again() implements Next {}
}
