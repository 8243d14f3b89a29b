package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import java.util.function.Consumer;

/** Optional: an authenticator that can explain a login step by step, for {@code hubwright check --login}. */
public interface Diagnosis {

    /**
     * Goes through a login once, as {@link Authenticator#authenticate} does, and tells what happens at each step. May
     * block.
     *
     * @param told hears of each step when it is over, on the calling thread; the last one is the one that failed or the verdict
     * @return what {@code authenticate} would have answered
     * @throws ProviderException if no answer can be given; the steps before were told, and why it failed is in the
     *     message
     */
    AuthResult explain(AuthRequest request, Consumer<Step> told) throws ProviderException, InterruptedException;

    /**
     * One step.
     *
     * @param name what was done: connect, bind, look up, groups
     * @param success whether it went well
     * @param detail what came out, without secrets
     */
    record Step(String name, boolean success, String detail) {}
}
