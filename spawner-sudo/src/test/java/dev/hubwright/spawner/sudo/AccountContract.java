package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.contract.SpawnerContract;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What spawners promise, with a real account. */
abstract class AccountContract extends SpawnerContract {

    static Site site;
    static String alice;

    @TempDir
    Path data;

    @BeforeAll
    static void makeAccounts() throws Exception {
        site = new Site();
        alice = site.people.add("a");
    }

    @AfterAll
    static void removeAccounts() throws Exception {
        site.close();
    }

    @Override
    protected ServerRef server(String label) {
        return new ServerRef(alice, label);
    }

    @Override
    protected List<ServerRef> hostileServers() {
        return List.of(
                ServerRef.of(alice),
                new ServerRef(alice, ".."),
                new ServerRef(alice, "-rf"),
                new ServerRef(alice, "$(touch x); 'y' \"z\" {username}"),
                new ServerRef(alice, "İı-ß-中文-\ud83d\ude00"),
                new ServerRef(alice, "a b%2Fc?d#e"),
                new ServerRef(alice, "x".repeat(200)));
    }

    @Override
    protected SpawnRequest request(ServerRef server) {
        return site.request(server).build();
    }

    @Override
    protected Optional<SpawnRequest> failingRequest(ServerRef server) {
        return Optional.of(site.request(server, "fail").build());
    }

    @Override
    protected OptionalInt externalTrace() throws Exception {
        return OptionalInt.of(Site.servers(site.people.uid(alice)).size());
    }

    @Override
    protected boolean kill(ServerRef server, Opaque state) throws Exception {
        long pid = AccountState.read(state).orElseThrow().pid();
        Signals.toServer("KILL", ProcessTable.ofThisMachine().find(pid).orElseThrow());
        return true;
    }

    @Override
    protected String printed(ServerRef server) {
        return "Hello from the server of " + server.user();
    }
}
