package dev.hubwright.hub.operation;

import java.util.Map;
import java.util.Optional;

/**
 * How many servers may run at the same time, below the limits for all.
 *
 * @param perUser for a person; 0 for any number
 * @param groups for members of groups, by the group's name
 */
public record RunningLimits(int perUser, Map<String, OfGroup> groups) {

    /** Copies the map. */
    public RunningLimits {
        groups = Map.copyOf(groups);
    }

    /** No limits. */
    public static RunningLimits none() {
        return new RunningLimits(0, Map.of());
    }

    /**
     * The limits of a group.
     *
     * @param each for each of its members, in place of the one for everybody
     * @param together for all of its members
     */
    public record OfGroup(Optional<Integer> each, Optional<Integer> together) {}
}
