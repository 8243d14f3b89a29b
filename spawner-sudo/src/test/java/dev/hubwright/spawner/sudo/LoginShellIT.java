package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnRequest;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.StopMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people have in their profiles reaches their servers, where a login shell runs these. */
@RequiresEngine({Engine.ROOT, Engine.SUDO})
@Timeout(180)
class LoginShellIT {

    private static final Map<String, Object> LOGIN_SHELL = Map.of("shell_cmd", List.of("bash", "-l", "-c"));

    @TempDir
    Path data;

    private Site site;
    private ServerRef person;

    @BeforeEach
    void makeAccounts() throws Exception {
        site = new Site();
        person = ServerRef.of(site.people.add("l"));
        Path profile = site.people.home(person.user()).resolve(".profile");
        Files.writeString(profile, "export FROM_PROFILE=\"of $(id -un)\"\n");
        People.run("chown", person.user(), profile.toString());
    }

    @AfterEach
    void removeAccounts() throws Exception {
        site.close();
    }

    @Test
    void reachesServersOfAHubThatIsRoot() throws Exception {
        startsWithTheProfile(Site.localSpawner(data, LOGIN_SHELL), site.localRequest(person));
    }

    @Test
    void reachesServersThroughSudoWhereRootHasListedTheLine() throws Exception {
        site.installationFiles(
                        Map.of("shell_cmd", List.of("/bin/bash", "-l", "-c"), "args", List.of("--debug", "a word")))
                .forEach(site::write);
        Spawner sudo = site.sudoSpawner(data, LOGIN_SHELL);

        startsWithTheProfile(sudo, site.request(person, "--debug", "a word"));
        assertThatThrownBy(() -> sudo.start(site.request(person, "--other").build(), new HookedProgress()))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("test-server --other is not in hubwright-spawn.conf");
    }

    private void startsWithTheProfile(Spawner spawner, SpawnRequest.Builder request) throws Exception {
        StartResult.Running server = Site.start(spawner, request);

        assertThat(Servers.get(server, "/env").lines()).contains("FROM_PROFILE=of " + person.user());

        spawner.stop(person, server.state(), StopMode.GRACEFUL);

        assertThat(Site.servers(site.people.uid(person.user()))).isEmpty();
    }
}
