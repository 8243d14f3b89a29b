package dev.hubwright.spawner.sudo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kernel's list of processes. Thread-safe; keeps nothing. */
final class ProcessTable {

    private final Path proc;

    ProcessTable(Path proc) {
        this.proc = proc;
    }

    static ProcessTable ofThisMachine() {
        return new ProcessTable(Path.of("/proc"));
    }

    /** Whether processes of other accounts are seen, which the option hidepid of proc(5) prevents. */
    boolean showsProcessesOfOthers() {
        return Files.isReadable(proc.resolve("1/stat"));
    }

    boolean isThere() {
        return Files.isReadable(proc.resolve("self/stat"));
    }

    /** An id of the time since the machine started. */
    String bootId() throws IOException {
        return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
    }

    /**
     * Finds one process.
     *
     * @return empty if it has ended
     * @throws IOException if that cannot be found out
     */
    Optional<ProcessEntry> find(long pid) throws IOException {
        Path folder = proc.resolve(Long.toString(pid));
        try {
            ProcessEntry entry =
                    ProcessEntry.parse(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1));
            return Optional.of(entry).filter(found -> !found.hasEnded());
        } catch (IOException e) {
            if (Files.exists(proc.resolve("self/stat")) && Files.notExists(folder)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** All processes of the user that this JVM runs as. */
    List<ProcessEntry> own() throws IOException {
        return of(((Number) Files.getAttribute(proc.resolve("self/"), "unix:uid")).longValue());
    }

    /** All processes of a user. */
    List<ProcessEntry> of(long uid) throws IOException {
        List<ProcessEntry> own = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path folder : folders) {
                entryIfOwn(folder, uid).ifPresent(own::add);
            }
        }
        return own;
    }

    private Optional<ProcessEntry> entryIfOwn(Path folder, long uid) throws IOException {
        try {
            return ((Number) Files.getAttribute(folder, "unix:uid")).longValue() == uid
                    ? find(Long.parseLong(folder.getFileName().toString()))
                    : Optional.empty();
        } catch (IOException e) {
            if (Files.notExists(folder)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The environment that a process began with; empty if it may not be read. */
    Map<String, String> environment(ProcessEntry process) {
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            byte[] bytes = Files.readAllBytes(proc.resolve(process.pid() + "/environ"));
            for (String variable : new String(bytes, StandardCharsets.UTF_8).split("\0")) {
                int sign = variable.indexOf('=');
                if (sign > 0) {
                    variables.putIfAbsent(variable.substring(0, sign), variable.substring(sign + 1));
                }
            }
        } catch (IOException e) {
            return Map.of();
        }
        return variables;
    }

    /** Whether a process has one of these sockets open. */
    boolean holdsAny(ProcessEntry process, Set<Long> inodes) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc.resolve(process.pid() + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (isAny(descriptor, inodes)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    private static boolean isAny(Path descriptor, Set<Long> inodes) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:[")
                    && inodes.contains(Long.parseLong(target.substring("socket:[".length(), target.length() - 1)));
        } catch (IOException e) {
            return false;
        }
    }
}
