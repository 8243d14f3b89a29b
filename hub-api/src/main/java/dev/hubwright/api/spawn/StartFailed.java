package dev.hubwright.api.spawn;

/** Ends a start for a reason that the supervisor itself has found. */
final class StartFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    StartFailed(Failure failure) {
        super(failure.detail());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
