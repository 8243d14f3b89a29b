package dev.hubwright.spawner.sudo;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who belongs to a process by descent, which can be told only while it lives. */
final class Family {

    private Family() {}

    /** The process with this pid, its children and theirs, and whoever is in the session of one of them. */
    static List<ProcessEntry> of(long pid, Collection<ProcessEntry> all) {
        Set<Long> found = new HashSet<>();
        Set<Long> next = Set.of(pid);
        while (found.addAll(next)) {
            next = all.stream()
                    .filter(process -> found.contains(process.parent()) || found.contains(process.session()))
                    .map(ProcessEntry::pid)
                    .collect(Collectors.toSet());
        }
        return all.stream().filter(process -> found.contains(process.pid())).toList();
    }
}
