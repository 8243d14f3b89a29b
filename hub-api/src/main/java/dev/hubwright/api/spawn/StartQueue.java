package dev.hubwright.api.spawn;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Starts that wait for a place, the longest first. Thread-safe; its lock is held for moments only. */
final class StartQueue {

    private final Set<WaitingStart> waiting = new LinkedHashSet<>();

    /** Its position, from 1; empty if as many wait already as may. */
    synchronized Optional<Integer> add(WaitingStart start, int most) {
        if (waiting.size() >= most) {
            return Optional.empty();
        }
        waiting.add(start);
        return Optional.of(waiting.size());
    }

    /** Whether it waited; then nobody else takes it out. */
    synchronized boolean remove(WaitingStart start) {
        return waiting.remove(start);
    }

    synchronized Optional<WaitingStart> first() {
        return waiting.stream().findFirst();
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized Set<ServerRef> servers() {
        return waiting.stream().map(WaitingStart::server).collect(Collectors.toSet());
    }

    /** Tells each where it is now. */
    void tellPositions() {
        List<WaitingStart> all;
        synchronized (this) {
            all = new ArrayList<>(waiting);
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).isAt(i + 1);
        }
    }
}
