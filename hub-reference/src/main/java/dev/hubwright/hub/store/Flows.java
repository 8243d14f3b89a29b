package dev.hubwright.hub.store;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The logins that are under way: each belongs to one browser, ends after ten minutes and is taken up once. Thread-safe;
 * all methods throw {@link ProviderException} if the database cannot be used, and nothing has changed then.
 *
 * <p>What is stored is encrypted with a key made from the flow's id, which only the browser has. So any replica of the
 * hub can finish a login, no key needs to be configured, and a copy of the database tells nothing.
 */
public final class Flows {

    private static final Duration LIFE = Duration.ofMinutes(10);

    private final Database database;
    private final Clock clock;
    private final Sealing sealing;

    Flows(Database database, Clock clock, Sealing sealing) {
        this.database = database;
        this.clock = clock;
        this.sealing = sealing;
    }

    /**
     * A login that is under way.
     *
     * @param instance the authenticator instance that began it
     * @param next where the person wants to go
     * @param flow what the authenticator wants back
     * @param deliberate whether the person began it on a page of the hub, or typed its address
     */
    public record Flow(String instance, String next, Opaque flow, boolean deliberate) {

        /** Without the target, which may hold a code or token. */
        @Override
        public String toString() {
            return "Flow[" + instance + ", " + flow + "]";
        }
    }

    /**
     * Keeps a flow for ten minutes, in place of the one with this id.
     *
     * @param id random, of at least 128 bits
     */
    public void put(Secret id, String instance, String next, Opaque flow) throws ProviderException {
        put(id, new Flow(instance, next, flow, false));
    }

    /** The same with all that there is to a flow. */
    public void put(Secret id, Flow flow) throws ProviderException {
        String key = key(id);
        Map<String, Object> tree = new LinkedHashMap<>(Json.tree(flow.flow()));
        tree.put("instance", flow.instance());
        tree.put("next", flow.next());
        tree.put("deliberate", flow.deliberate());
        String sealed = sealing.seal(Digests.key("flow key", id), key, Json.write(tree));
        database.note(handle -> {
            handle.createUpdate("DELETE FROM login_flows WHERE expires <= :now")
                    .bind("now", Times.micros(clock.instant()))
                    .execute();
            return handle.createUpdate("INSERT INTO login_flows (id, sealed, expires) VALUES (:id, :sealed, :expires)"
                            + " ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, expires = excluded.expires")
                    .bind("id", key)
                    .bind("sealed", sealed)
                    .bind("expires", Times.micros(clock.instant().plus(LIFE)))
                    .execute();
        });
    }

    /** Gives a flow to whoever asks first; empty from then on. */
    public Optional<Flow> take(Secret id) throws ProviderException {
        String key = key(id);
        Optional<String> sealed = database.note(handle -> {
            Optional<String> found = handle.createQuery(
                            "SELECT sealed FROM login_flows WHERE id = :id AND expires > :now")
                    .bind("id", key)
                    .bind("now", Times.micros(clock.instant()))
                    .mapTo(String.class)
                    .findOne();
            int deleted = handle.createUpdate("DELETE FROM login_flows WHERE id = :id")
                    .bind("id", key)
                    .execute();
            return found.filter(value -> deleted == 1);
        });
        return sealed.flatMap(text -> sealing.open(Digests.key("flow key", id), key, text))
                .map(Json::tree)
                .map(tree -> new Flow(
                        (String) tree.get("instance"),
                        (String) tree.get("next"),
                        Json.opaque(tree),
                        Boolean.TRUE.equals(tree.get("deliberate"))));
    }

    private static String key(Secret id) {
        return Digests.lookup("flow id", id);
    }
}
