package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Which statuses of the API each test has been answered, beside the table of those that it is said to show.
 *
 * <p>Answers count for the test that runs, whichever thread asks; those before and after it, as in {@code @BeforeEach},
 * count for none. A test that runs several times shows what its runs show together.
 */
final class StatusLedger {

    /** That of this JVM, in which one test runs at a time. */
    static final StatusLedger OF_THIS_RUN = new StatusLedger(table());

    private final Map<String, String> table;
    private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private volatile String running = "";

    /** Takes by operation and status, as in {@code GET /info 200}, the test that shows it, as in {@code InfoTest.says}. */
    StatusLedger(Map<String, String> table) {
        this.table = Map.copyOf(table);
    }

    /** What {@code statuses.txt} says. */
    static Map<String, String> table() {
        Map<String, String> shown = new TreeMap<>();
        try (var stream = StatusLedger.class.getResourceAsStream("statuses.txt")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            text.lines().filter(line -> !line.isBlank()).forEach(line -> {
                List<String> words = new ArrayList<>(Arrays.asList(line.split(" +")));
                String test = words.remove(3);
                assertThat(shown.put(String.join(" ", words), test)).as(line).isNull();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shown;
    }

    void begins(String test) {
        seen.computeIfAbsent(test, any -> new ConcurrentSkipListSet<>());
        running = test;
    }

    /** Notes an answer for the test that runs, if one does. */
    void saw(String operation, int status) {
        seen.getOrDefault(running, new ConcurrentSkipListSet<>()).add(operation + " " + status);
    }

    /** Of one that failed nothing more is asked: it says enough itself. */
    void ends(boolean failing) {
        if (failing) {
            failed.add(running);
        }
        running = "";
    }

    /** What a test has been answered so far. */
    Set<String> seen(String test) {
        return Set.copyOf(seen.getOrDefault(test, Set.of()));
    }

    /** What the table says of the tests of a class that have run, and none of them was answered. */
    Set<String> unshown(String type) {
        Set<String> lines = new TreeSet<>();
        table.forEach((status, test) -> {
            boolean asked = test.startsWith(type + ".") && seen.containsKey(test) && !failed.contains(test);
            if (asked && !seen.get(test).contains(status)) {
                lines.add(status + " " + test);
            }
        });
        return lines;
    }
}
