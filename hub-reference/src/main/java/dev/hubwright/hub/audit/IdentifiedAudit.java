package dev.hubwright.hub.audit;

import dev.hubwright.api.Audit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.MDC;

/** Tells several, with the name of the request that an event is a part of. Thread-safe. */
public final class IdentifiedAudit implements Audit {

    private final String key;
    private final List<Audit> all;

    /**
     * Begins to tell.
     *
     * @param key under which the logging context has the request's name
     * @param all in this order
     */
    public IdentifiedAudit(String key, List<Audit> all) {
        this.key = key;
        this.all = List.copyOf(all);
    }

    @Override
    public void record(String event, String subject, Map<String, String> details) {
        Map<String, String> identified = new LinkedHashMap<>(details);
        String request = MDC.get(key);
        if (request != null) {
            identified.putIfAbsent(key, request);
        }
        all.forEach(one -> one.record(event, subject, Map.copyOf(identified)));
    }
}
