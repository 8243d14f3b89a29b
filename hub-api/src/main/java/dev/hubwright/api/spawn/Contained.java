package dev.hubwright.api.spawn;

import dev.hubwright.api.ProviderException;

/** Makes what should never have been thrown into something that can be handled. */
final class Contained {

    private Contained() {}

    /** The message of {@code cause} may have anything in it, so it goes no further than the log. */
    static ProviderException inProviderException(Throwable cause) {
        return ProviderException.permanent(
                "Something went wrong inside the hub; its log says more",
                "unexpected " + cause.getClass().getName() + ", a fault of the provider or of the hub",
                cause);
    }
}
