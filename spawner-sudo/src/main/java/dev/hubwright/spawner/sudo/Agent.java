package dev.hubwright.spawner.sudo;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.LogRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalInt;

/** What acts as people's accounts: our helper, or sudospawner's. Thread-safe. */
interface Agent {

    /**
     * Starts a server and follows it until it listens or cannot any more. When this throws, something of the server may
     * be there and {@link #stop} ends it.
     *
     * @param started told as soon as there is a process
     */
    Outcome start(Launching launching, Started started) throws ProviderException, IOException, InterruptedException;

    /**
     * Ends a server and all that it has started.
     *
     * @return how many processes are left
     */
    int stop(LocalAccount account, AccountState state, boolean graceful)
            throws ProviderException, IOException, InterruptedException;

    /** How a server of this state has ended; empty if that is not known. */
    OptionalInt exitCode(LocalAccount account, AccountState state)
            throws ProviderException, IOException, InterruptedException;

    /** The processes that lead servers of an account; the pid is 0 where only what it has started is left. */
    List<Live> list(LocalAccount account) throws ProviderException, IOException, InterruptedException;

    /** What a server has printed. */
    InputStream log(LocalAccount account, AccountState state, LogRequest request)
            throws ProviderException, IOException, InterruptedException;

    /** A server that is there. */
    record Live(String spawnId, long pid, long birth) {}

    /** Hears of the process that leads a server. */
    @FunctionalInterface
    interface Started {
        void process(long pid, long birth) throws ProviderException;
    }

    /** How a start went. */
    sealed interface Outcome {

        /** It listens. */
        record Listening() implements Outcome {}

        /** Another program has its port. */
        record Taken() implements Outcome {}

        /** It has ended; its code is known to some agents only. */
        record Exited(OptionalInt code) implements Outcome {}

        /** It does not listen yet, and time is up. */
        record Late() implements Outcome {}
    }
}
