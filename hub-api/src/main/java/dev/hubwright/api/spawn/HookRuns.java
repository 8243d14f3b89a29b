package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Runs the hooks around one start, each under a deadline. */
final class HookRuns {

    private final SupervisorParts parts;
    private final OwnRecord own;

    HookRuns(SupervisorParts parts, OwnRecord own) {
        this.parts = parts;
        this.own = own;
    }

    /**
     * Runs them in their order; what each wants kept is durable before the next one runs.
     *
     * @return the variables of all of them
     */
    Map<String, String> beforeStart(ServerRecord begun) throws ProviderException, InterruptedException {
        Map<String, String> variables = new LinkedHashMap<>();
        if (parts.hooks().isEmpty()) {
            return variables;
        }
        HookRequest request = request(begun, parts.options().startTimeout());
        for (Map.Entry<String, ServerHooks> hook : parts.hooks().entrySet()) {
            ServerHooks.Prepared prepared =
                    within(parts.options().startTimeout(), "before the start", request, () -> hook.getValue()
                            .beforeStart(request));
            keep(hook.getKey(), prepared.state());
            variables.putAll(prepared.environment());
        }
        return variables;
    }

    private void keep(String name, Opaque state) throws ProviderException {
        if (!state.isEmpty()) {
            own.update(current -> {
                Map<String, Opaque> states = new LinkedHashMap<>(current.hookStates());
                states.put(name, state);
                return current.withHookStates(states);
            });
        }
    }

    /** Runs all of them, the last one first; none can keep a server from being gone. */
    void afterStop(ServerRecord record, Journal journal) throws ProviderException, InterruptedException {
        if (parts.hooks().isEmpty()) {
            return;
        }
        HookRequest request = request(record, parts.options().stopTimeout());
        List<String> names = new ArrayList<>(parts.hooks().keySet());
        Collections.reverse(names);
        for (String name : names) {
            try {
                Opaque state = record.hookStates().getOrDefault(name, Opaque.empty());
                within(parts.options().stopTimeout(), "after the stop", request, () -> {
                    parts.hooks().get(name).afterStop(request, state);
                    return true;
                });
            } catch (ProviderException e) {
                journal.leftAlone(record.server(), "has stopped, but what should follow failed", e);
            }
        }
    }

    private HookRequest request(ServerRecord record, Duration time) throws ProviderException {
        ServerRef server = record.server();
        return new HookRequest(
                server,
                record.spawnId(),
                parts.authStates().identity(server),
                parts.authStates().of(server),
                parts.clock().instant().plus(time));
    }

    private <T> T within(Duration time, String when, HookRequest request, Call.Body<T> body)
            throws ProviderException, InterruptedException {
        Call<T> call = Call.begin(parts.threads(), body);
        try {
            return call.await(time);
        } catch (TimeoutException e) {
            call.interrupt();
            throw ProviderException.retryable(
                    "What has to be prepared for the server took too long",
                    "What runs " + when + " of " + request.server() + " did not end within " + Shown.seconds(time));
        } catch (InterruptedException e) {
            call.interrupt();
            call.awaitEnd(parts.options().interruptGrace());
            throw e;
        }
    }
}
