package dev.hubwright.hub.store;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.contract.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;

/** Stores for tests. */
final class TestStore {

    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    static final String KEY = "0123456789abcdef".repeat(4);

    private TestStore() {}

    static HubStore inFolder(Path folder, Clock clock) {
        return HubStore.open("sqlite:///hub.sqlite", folder, CryptKeys.parse(KEY), clock);
    }

    static HubStore inMemory(ManualClock clock, String... users) throws ProviderException {
        HubStore store = HubStore.open("sqlite://", Path.of("."), CryptKeys.parse(KEY), clock);
        addUsers(store, users);
        return store;
    }

    static void addUsers(HubStore store, String... users) throws ProviderException {
        for (String user : users) {
            store.users().update(user, before -> UserRecord.created(user, false, START));
        }
    }

    /** The bytes of all files, write-ahead log included, each as one character. */
    static String everyByteIn(Path folder) throws IOException {
        StringBuilder bytes = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toString();
    }
}
