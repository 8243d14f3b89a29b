package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The services that came by the API and not by the settings; they outlive the hub. Thread-safe. */
public final class KeptServices {

    private final Database database;

    KeptServices(Database database) {
        this.database = database;
    }

    /**
     * One of them.
     *
     * @param definition its fields, without the token
     * @param tokenHash what {@link #hash} gives for its token
     */
    public record Kept(String name, Map<String, Object> definition, Optional<String> tokenHash) {}

    /** By which a token is known again; it has to be a long random text. */
    public static String hash(Secret token) {
        return Digests.lookup("service", token);
    }

    /** All of them. */
    public List<Kept> all() throws ProviderException {
        return database.read(
                handle -> handle.createQuery("SELECT name, definition, token_hash FROM services ORDER BY name")
                        .map((row, context) -> new Kept(
                                row.getString("name"),
                                Json.tree(row.getString("definition")),
                                Optional.ofNullable(row.getString("token_hash"))))
                        .list());
    }

    static boolean add(Handle handle, Kept service) {
        return handle.execute(
                        "INSERT INTO services (name, definition, token_hash) VALUES (?, ?, ?)"
                                + " ON CONFLICT (name) DO NOTHING",
                        Texts.key("The name of a service", service.name()),
                        Json.write(service.definition()),
                        service.tokenHash().orElse(null))
                == 1;
    }

    static boolean remove(Handle handle, String name) {
        return Texts.isExact(name) && handle.execute("DELETE FROM services WHERE name = ?", name) == 1;
    }
}
