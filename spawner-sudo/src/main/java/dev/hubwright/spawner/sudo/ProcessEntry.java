package dev.hubwright.spawner.sudo;

/**
 * A process that lives. Its pid will be somebody else's one day; pid and birth together are not, until the machine
 * restarts.
 *
 * @param birth when it was made, in ticks since the machine started
 */
record ProcessEntry(long pid, char state, long parent, long group, long session, long birth) {

    /** Reads a line of {@code /proc/<pid>/stat}, described in proc(5). */
    static ProcessEntry parse(String stat) {
        int open = stat.indexOf('(');
        // The name in parentheses may itself have spaces and parentheses.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new ProcessEntry(
                Long.parseLong(stat.substring(0, open).strip()),
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19]));
    }

    /** A zombie has ended already, though nobody has asked for its exit code yet. */
    boolean hasEnded() {
        return state == 'Z' || state == 'X' || state == 'x';
    }

    boolean isSameAs(ProcessEntry other) {
        return pid == other.pid && birth == other.birth;
    }
}
