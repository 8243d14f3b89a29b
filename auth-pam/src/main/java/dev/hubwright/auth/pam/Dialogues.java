package dev.hubwright.auth.pam;

import dev.hubwright.api.Opaque;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Transactions whose person is thinking. Thread-safe. */
final class Dialogues {

    /** Each has a thread that waits. */
    private static final int LIMIT = 100;

    private static final String ID = "dialogue";
    private static final int ID_BYTES = 16;

    private final SecureRandom random;
    private final Map<String, Kept> waiting = new LinkedHashMap<>();

    Dialogues(SecureRandom random) {
        this.random = random;
    }

    /** Keeps one until its person answers; where there are too many, the oldest is given up. */
    synchronized Opaque keep(Dialogue dialogue, int questions) {
        if (waiting.size() >= LIMIT) {
            String oldest = waiting.keySet().iterator().next();
            waiting.remove(oldest).dialogue.abandon();
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String text = HexFormat.of().formatHex(id);
        waiting.put(text, new Kept(dialogue, questions));
        return Opaque.of(1, Map.of(ID, text));
    }

    /** Takes one out, so that nobody else can. */
    synchronized Optional<Kept> take(Opaque flow) {
        return flow.text(ID).map(waiting::remove);
    }

    synchronized void abandonAll() {
        waiting.values().forEach(kept -> kept.dialogue.abandon());
        waiting.clear();
    }

    /** One, and to how many questions it waits for answers. */
    record Kept(Dialogue dialogue, int questions) {}
}
