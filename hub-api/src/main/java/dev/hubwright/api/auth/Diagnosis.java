package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import java.util.List;

/** Optional: an authenticator that can explain a login step by step, for {@code hubwright check --login}. */
public interface Diagnosis {

    /**
     * Goes through a login and tells what happened at each step. May block.
     *
     * @return the steps in order, the last of them the one that failed or the verdict
     * @throws ProviderException if not even the first step can be taken
     */
    List<Step> explain(AuthRequest request) throws ProviderException, InterruptedException;

    /**
     * One step.
     *
     * @param name what was done: connect, bind, look up, groups
     * @param success whether it went well
     * @param detail what came out, without secrets
     */
    record Step(String name, boolean success, String detail) {}
}
