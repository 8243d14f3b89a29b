package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What operators have said while the hub ran, as texts with names. Thread-safe. */
public final class OperatorNotes {

    private final Database database;

    OperatorNotes(Database database) {
        this.database = database;
    }

    /** All of them. */
    public Map<String, String> all() throws ProviderException {
        return database.read(handle -> {
            Map<String, String> all = new LinkedHashMap<>();
            handle.createQuery("SELECT name, content FROM operator_notes")
                    .map((row, context) -> {
                        all.put(row.getString("name"), row.getString("content"));
                        return row.getString("name");
                    })
                    .list();
            return all;
        });
    }

    /** Keeps one in place of what was there, or forgets it. */
    public void put(String name, Optional<String> content) throws ProviderException {
        database.write(handle -> {
            handle.execute("DELETE FROM operator_notes WHERE name = ?", name);
            return content.isEmpty()
                    ? 0
                    : handle.execute(
                            "INSERT INTO operator_notes (name, content) VALUES (?, ?)",
                            name,
                            Texts.prose(content.get()));
        });
    }
}
