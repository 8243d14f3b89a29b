package dev.hubwright.spawner.sudo;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Tells whose process takes connections on a port. Thread-safe; keeps nothing. */
final class PortWatch {

    private final ProcessTable processes;
    private final Listeners listeners;
    private final Markers markers;

    PortWatch(ProcessTable processes, Listeners listeners, Markers markers) {
        this.processes = processes;
        this.listeners = listeners;
        this.markers = markers;
    }

    Owner owner(Address address, int port, ServerState state) throws IOException {
        // First the sockets, then who has them: a process of ours that has just begun to listen is not missed.
        Set<Long> inodes = listeners.on(address.address(), port);
        if (inodes.isEmpty()) {
            return Owner.NOBODY;
        }
        // Nearly always it is the process that was started.
        Optional<ProcessEntry> leader = processes.find(state.pid()).filter(state::isLedBy);
        if (leader.isPresent() && processes.holdsAny(leader.get(), inodes)) {
            return Owner.SERVER;
        }
        for (ProcessEntry process : processes.own()) {
            if (belongs(process, state) && processes.holdsAny(process, inodes)) {
                return Owner.SERVER;
            }
        }
        return Owner.SOMEBODY_ELSE;
    }

    private boolean belongs(ProcessEntry process, ServerState state) {
        return process.session() == state.pid() || markers.areIn(processes.environment(process), state.spawnId());
    }

    enum Owner {
        NOBODY,
        SERVER,
        SOMEBODY_ELSE
    }
}
