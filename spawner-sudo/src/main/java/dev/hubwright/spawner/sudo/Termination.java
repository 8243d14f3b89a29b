package dev.hubwright.spawner.sudo;

import dev.hubwright.api.spawn.StopMode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ends a server and everything that it has started. Thread-safe; keeps nothing. */
final class Termination {

    private final ProcessTable processes;
    private final Markers markers;
    private final SimpleConfig config;

    Termination(ProcessTable processes, Markers markers, SimpleConfig config) {
        this.processes = processes;
        this.markers = markers;
        this.config = config;
    }

    /** Returns whether nothing is left. */
    boolean stop(ServerState state, StopMode mode) throws IOException, InterruptedException {
        List<ProcessEntry> relatives = relatives(state);
        if (mode == StopMode.GRACEFUL) {
            askLeader(state, "INT", config.interruptTimeout());
            askLeader(state, "TERM", config.termTimeout());
        } else {
            askLeader(state, "TERM", shorter(config.termTimeout(), config.killTimeout()));
        }
        if (leader(state).isEmpty() && stragglersEnd(state, relatives)) {
            return true;
        }
        return kill(state, relatives);
    }

    /** Kills at once, to the end, even if the thread is interrupted. Returns whether nothing is left. */
    boolean kill(ServerState state) throws IOException {
        return kill(state, relatives(state));
    }

    private void askLeader(ServerState state, String signal, Duration patience)
            throws IOException, InterruptedException {
        Optional<ProcessEntry> leader = leader(state);
        if (leader.isPresent()) {
            Signals.toServer(signal, leader.get());
            Backoff.until(patience, () -> leader(state).isEmpty());
        }
    }

    /** Asks whoever is left; returns whether nobody is. */
    private boolean stragglersEnd(ServerState state, List<ProcessEntry> relatives)
            throws IOException, InterruptedException {
        List<ProcessEntry> stragglers = family(state, relatives);
        if (stragglers.isEmpty()) {
            return true;
        }
        Signals.toEach("TERM", stragglers);
        return Backoff.until(shorter(config.termTimeout(), config.killTimeout()), () -> family(state, relatives)
                .isEmpty());
    }

    private boolean kill(ServerState state, List<ProcessEntry> relatives) throws IOException {
        long end = System.nanoTime() + config.killTimeout().toNanos();
        Backoff backoff = new Backoff();
        boolean interrupted = false;
        List<ProcessEntry> left = family(state, relatives);
        while (!left.isEmpty() && System.nanoTime() - end < 0) {
            // Again each time: a process may have started another one in between.
            Signals.toEach("KILL", left);
            try {
                backoff.pause();
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = family(state, relatives);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left.isEmpty();
    }

    private Optional<ProcessEntry> leader(ServerState state) throws IOException {
        return processes.find(state.pid()).filter(state::isLedBy);
    }

    private List<ProcessEntry> relatives(ServerState state) throws IOException {
        Optional<ProcessEntry> leader = leader(state);
        if (leader.isEmpty()) {
            return List.of();
        }
        return Family.of(state.pid(), processes.own());
    }

    /** Of these relatives those who still live, and whoever carries the marker of this start. */
    private List<ProcessEntry> family(ServerState state, List<ProcessEntry> relatives) throws IOException {
        List<ProcessEntry> family = new ArrayList<>();
        for (ProcessEntry process : processes.own()) {
            // Who is older than the server was not started by it.
            if (relatives.stream().anyMatch(process::isSameAs)
                    || process.birth() >= state.birth()
                            && markers.areIn(processes.environment(process), state.spawnId())) {
                family.add(process);
            }
        }
        return family;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
