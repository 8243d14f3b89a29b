package dev.hubwright.api.spawn;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/**
 * A spawner behind a bulkhead and deadlines: whatever it does, the caller gets an answer or a {@link ProviderException}
 * in time, and no more threads wait for it than the limits allow.
 */
final class GuardedSpawner {

    private static final int LOOKS_AT_ONCE = 32;
    private static final int MOST_WORK_AT_ONCE = 200;

    private final String name;
    private final Spawner spawner;
    private final SupervisorOptions options;
    private final Bulkhead work;
    private final Bulkhead workCalls;
    private final Bulkhead looks;
    private final Bulkhead lookCalls;

    GuardedSpawner(String name, Spawner spawner, SupervisorOptions options, Executor threads) {
        this.name = name;
        this.spawner = spawner;
        this.options = options;
        int atOnce = Math.max(options.concurrentSpawnLimit(), MOST_WORK_AT_ONCE);
        this.work = new Bulkhead(threads, atOnce);
        this.workCalls = new Bulkhead(threads, atOnce);
        this.looks = new Bulkhead(threads, LOOKS_AT_ONCE);
        this.lookCalls = new Bulkhead(threads, LOOKS_AT_ONCE);
    }

    String name() {
        return name;
    }

    /** Where starts and stops run. */
    Executor work() {
        return work;
    }

    /** Where polls and recoveries run. */
    Executor looks() {
        return looks;
    }

    Call<StartResult> start(SpawnRequest request, Progress progress) {
        return Call.begin(workCalls, () -> spawner.start(request, progress));
    }

    Status poll(ServerRef server, Opaque state, Duration atMost) throws ProviderException, InterruptedException {
        return look("poll " + server, atMost, () -> spawner.poll(server, state));
    }

    Status poll(ServerRef server, Opaque state) throws ProviderException, InterruptedException {
        return poll(server, state, options.lookTimeout());
    }

    Optional<StartResult.Running> recover(ServerRef server, Opaque state)
            throws ProviderException, InterruptedException {
        return look("recover " + server, options.lookTimeout(), () -> spawner.recover(server, state));
    }

    List<Found> discover() throws ProviderException, InterruptedException {
        return look("discover", options.lookTimeout(), spawner::discover);
    }

    StopResult stop(ServerRef server, Opaque state, StopMode mode) throws ProviderException, InterruptedException {
        String what = "stop " + server;
        Call<StopResult> call = Call.begin(workCalls, () -> spawner.stop(server, state, mode));
        return answer(what, await(what, options.stopTimeout(), call));
    }

    void removeUser(String user) throws ProviderException, InterruptedException {
        Call<Boolean> call = Call.begin(workCalls, () -> {
            spawner.removeUser(user);
            return true;
        });
        await("remove what belongs to " + user, options.stopTimeout(), call);
    }

    private <T> T look(String what, Duration time, Call.Body<T> body) throws ProviderException, InterruptedException {
        return answer(what, await(what, time, Call.begin(lookCalls, body)));
    }

    private <T> T answer(String what, T answer) throws ProviderException {
        if (answer == null) {
            throw ProviderException.permanent("The state of this server is not known", describe(what) + " gave null");
        }
        return answer;
    }

    private <T> T await(String what, Duration time, Call<T> call) throws ProviderException, InterruptedException {
        try {
            return call.await(time);
        } catch (TimeoutException e) {
            call.interrupt();
            throw ProviderException.retryable(
                    "What runs the servers does not respond",
                    describe(what) + " did not end within " + Shown.seconds(time));
        } catch (InterruptedException e) {
            call.interrupt();
            call.awaitEnd(options.interruptGrace());
            throw e;
        }
    }

    private String describe(String what) {
        return "Spawner \"" + name + "\": " + what;
    }
}
