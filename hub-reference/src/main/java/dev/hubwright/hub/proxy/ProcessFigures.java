package dev.hubwright.hub.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a process uses of its machine, under the names that Prometheus' own libraries have for it where they do. */
final class ProcessFigures {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final int KIBI = 1024;

    private ProcessFigures() {}

    record Figure(String help, long number) {}

    /** By name; what this machine does not tell is left out. */
    static Map<String, Figure> now() {
        Map<String, Figure> figures = new TreeMap<>();
        long descriptors = descriptors();
        if (descriptors > 0) {
            figures.put("process_open_fds", new Figure("Open file descriptors", descriptors));
        }
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        figures.put("hubwright_heap_bytes", new Figure("Used heap, garbage included", heap.getUsed()));
        figures.put("hubwright_heap_committed_bytes", new Figure("Heap that the JVM has taken", heap.getCommitted()));
        figures.put("hubwright_metaspace_bytes", new Figure("Memory of classes", pools("Metaspace")));
        figures.put("hubwright_code_cache_bytes", new Figure("Memory of compiled code", pools("Code")));
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator) {
            long direct = allocator.metric().usedDirectMemory();
            figures.put("hubwright_direct_bytes", new Figure("Memory of network buffers outside the heap", direct));
        }
        long resident = resident();
        if (resident > 0) {
            figures.put("process_resident_memory_bytes", new Figure("Resident memory", resident));
        }
        return figures;
    }

    /** What the pools take whose names begin so: "CodeCache" is one, or several of "CodeHeap". */
    private static long pools(String prefix) {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().startsWith(prefix))
                .mapToLong(pool -> pool.getUsage().getCommitted())
                .sum();
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .map(line ->
                            line.substring(RESIDENT.length()).replace("kB", "").strip())
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) * KIBI)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
