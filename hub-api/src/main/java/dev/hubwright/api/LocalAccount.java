package dev.hubwright.api;

import java.nio.file.Path;
import java.util.List;

/**
 * An account of a machine.
 *
 * @param name its name as the name service spells it
 * @param uid its user id
 * @param gid the id of its first group
 * @param home its home folder, which need not exist
 * @param shell its login shell
 * @param groups the names of all its groups, the first one included
 * @param groupIds the ids of all its groups, the first one included; more than names where a group has none
 */
public record LocalAccount(
        String name, long uid, long gid, Path home, String shell, List<String> groups, List<Long> groupIds) {

    /** Copies the groups. */
    public LocalAccount {
        groups = List.copyOf(groups);
        groupIds = List.copyOf(groupIds);
    }
}
