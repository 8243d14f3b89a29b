package dev.hubwright.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.ServerStore;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link ServerStore} promises. Extend it and say where the store comes from. */
public abstract class ServerStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");
    private static final ServerRef DEFAULT = ServerRef.of("alice");
    private static final ServerRef NAMED = new ServerRef("alice", "gpu");

    /** A store without servers, of a hub that knows these people. */
    protected abstract ServerStore emptyStore(List<String> users) throws Exception;

    @Test
    void beginsWithoutServers() throws Exception {
        ServerStore servers = aliceStore();

        assertEquals(Optional.empty(), servers.find(DEFAULT));
        assertEquals(List.of(), servers.ofUser("alice"));
        assertEquals(List.of(), servers.active());
    }

    @Test
    void keepsEverythingThatIsKnownOfAServer() throws Exception {
        ServerStore servers = aliceStore();

        ServerRecord returned = servers.update(NAMED, before -> full(NAMED));

        assertEquals(full(NAMED), returned);
        assertEquals(Optional.of(full(NAMED)), servers.find(NAMED));
        assertEquals(List.of(full(NAMED)), servers.active());
        assertEquals(Optional.empty(), servers.find(DEFAULT));
    }

    @Test
    void letsAnUnknownServerBeginAsStopped() throws Exception {
        ServerStore servers = aliceStore();

        servers.update(DEFAULT, before -> {
            assertEquals(ServerRecord.stopped(DEFAULT), before);
            return before;
        });

        assertEquals(Optional.of(ServerRecord.stopped(DEFAULT)), servers.find(DEFAULT));
    }

    @Test
    void forgetsWhatAChangeTakesAway() throws Exception {
        ServerStore servers = aliceStore();
        servers.update(DEFAULT, before -> full(DEFAULT));

        servers.update(DEFAULT, before -> ServerRecord.stopped(DEFAULT));

        assertEquals(Optional.of(ServerRecord.stopped(DEFAULT)), servers.find(DEFAULT));
    }

    @Test
    void changesNothingIfAChangeFails() throws Exception {
        ServerStore servers = aliceStore();
        servers.update(DEFAULT, before -> full(DEFAULT));
        IllegalStateException failure = new IllegalStateException("no");

        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> servers.update(DEFAULT, before -> {
                    throw failure;
                }));

        assertSame(failure, thrown);
        assertEquals(Optional.of(full(DEFAULT)), servers.find(DEFAULT));
    }

    @Test
    void refusesToChangeWhoseAServerIs() throws Exception {
        ServerStore servers = aliceStore();

        assertThrows(IllegalArgumentException.class, () -> servers.update(DEFAULT, before -> full(NAMED)));

        assertEquals(List.of(), servers.ofUser("alice"));
    }

    @Test
    void listsTheServersOfOneUserByName() throws Exception {
        ServerStore servers = emptyStore(List.of("alice", "bob"));
        for (ServerRef server : List.of(NAMED, ServerRef.of("bob"), DEFAULT, new ServerRef("alice", "Big"))) {
            servers.update(server, before -> full(server));
        }

        assertEquals(
                List.of("", "Big", "gpu"),
                servers.ofUser("alice").stream()
                        .map(record -> record.server().name())
                        .toList());
    }

    @Test
    void listsAllServersThatAreNotStopped() throws Exception {
        ServerStore servers = aliceStore();
        for (ServerPhase phase : ServerPhase.values()) {
            ServerRef server = new ServerRef("alice", phase.name());
            servers.update(server, before -> before.withPhase(phase));
        }

        assertEquals(
                List.of("READY", "STARTING", "STOPPING"),
                servers.active().stream()
                        .map(record -> record.server().name())
                        .sorted()
                        .toList());
    }

    @Test
    void forgetsOneServerOnly() throws Exception {
        ServerStore servers = aliceStore();
        servers.update(DEFAULT, before -> full(DEFAULT));
        servers.update(NAMED, before -> full(NAMED));

        servers.remove(DEFAULT);
        servers.remove(DEFAULT);

        assertEquals(List.of(full(NAMED)), servers.ofUser("alice"));
    }

    @Test
    void losesNoChangeOfManyAtOnce() throws Exception {
        ServerStore servers = aliceStore();

        Together.run(20, () -> {
            for (int i = 0; i < 5; i++) {
                servers.update(DEFAULT, before -> before.withState(counted(before.state())));
            }
            return null;
        });

        assertEquals(
                100, servers.find(DEFAULT).orElseThrow().state().number("count").orElseThrow());
    }

    @Test
    void keepsSimilarNamesApart() throws Exception {
        List<String> names =
                HostileNames.ALL.stream().filter(name -> !name.contains("/")).toList();
        ServerStore servers = emptyStore(names);
        for (String name : names) {
            for (ServerRef server : List.of(new ServerRef(name, ""), new ServerRef(name, name))) {
                servers.update(server, before -> {
                    assertEquals(ServerRecord.stopped(server), before);
                    return full(server);
                });
            }
        }

        for (String name : names) {
            assertEquals(List.of(full(new ServerRef(name, "")), full(new ServerRef(name, name))), servers.ofUser(name));
        }
        assertEquals(2 * names.size(), servers.active().size());
    }

    @Test
    void refusesANameOrKeepsItExactly() throws Exception {
        ServerStore servers = aliceStore();
        servers.update(DEFAULT, before -> full(DEFAULT));

        for (String name : HostileNames.REFUSABLE) {
            ServerRef server = new ServerRef("alice", name);
            assertFalse(servers.find(server).isPresent());
            assertEquals(!isRefused(servers, server), servers.find(server).isPresent());
            servers.remove(server);
        }

        assertEquals(List.of(full(DEFAULT)), servers.ofUser("alice"));
    }

    private ServerStore aliceStore() throws Exception {
        return emptyStore(List.of("alice"));
    }

    private static boolean isRefused(ServerStore servers, ServerRef server) throws Exception {
        try {
            servers.update(server, before -> full(server));
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static Opaque counted(Opaque state) {
        return Opaque.of(1, Map.of("count", state.number("count").orElse(0) + 1));
    }

    private static ServerRecord full(ServerRef server) {
        return new ServerRecord(
                server,
                "The \"lab\" of Åsa 🐧",
                ServerPhase.READY,
                "local",
                "start-1",
                Opaque.of(2, Map.of("pid", 4711, "born", 1.5, "odd", "\0\uD800")),
                Optional.of(URI.create("http://127.0.0.1:8888/user/al%20ice/?a=b")),
                Optional.of("a12"),
                Opaque.of(0, Map.of("profile", "big", "list", List.of("a", "b"))),
                Optional.of(NOW),
                Optional.of(NOW.plusSeconds(5)),
                Optional.of("it said \"no\""),
                Map.of("corp\0", Opaque.of(3, Map.of("session", 7, "odd", "\uD800")), "pam", Opaque.empty()));
    }
}
