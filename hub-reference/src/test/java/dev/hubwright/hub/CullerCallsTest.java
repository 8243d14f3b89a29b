package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code jupyterhub-idle-culler} 2.0.0 said to this hub when it ran unmodified with {@code --cull-users},
 * {@code --remove-named-servers} and pages of two people, said again. Of six people two had no server, one of the others
 * two servers, and one was busy.
 */
@Timeout(180)
class CullerCallsTest {

    private static final String TOKEN = "token-of-the-culler";
    private static final List<String> PEOPLE = List.of("ann", "ben", "cid@example.org", "dan", "eve", "busy");

    @TempDir
    Path folder;

    private WholeHub hub;

    @BeforeEach
    void start() throws Exception {
        Role cull = role("cull", "list:users", "read:users:activity", "read:servers", "delete:servers", "admin:users");
        Role keep = role("keep", "servers", "users:activity");
        hub = new WholeHub(folder, builder -> builder.namedServers(0)
                .slowTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(60))
                .serviceTokens(Map.of(Secret.of(TOKEN), "cull", Secret.of("token-of-the-keeper"), "keep"))
                .roles(List.of(cull, keep), ScopeTree.standard()));
        hub.store.users().remove("admin"); // The hub of the recording had no administrator.
        for (String person : PEOPLE) {
            hub.makeUser(person);
            hub.clock.advance(Duration.ofSeconds(1));
        }
        WholeHub.Api keeper = new WholeHub.Api(hub.browser(), "token-of-the-keeper");
        for (String server :
                List.of("ann/server", "ann/servers/lab", "ben/server", "cid%40example.org/server", "busy/server")) {
            assertThat(keeper.post("users/" + server, "").status()).as(server).isEqualTo(201);
        }
        String soon = hub.clock.instant().plus(Duration.ofMinutes(50)).toString();
        String activity =
                "{\"servers\": {\"\": {\"last_activity\": \"" + soon + "\"}}, \"last_activity\": \"" + soon + "\"}";
        assertThat(keeper.post("users/busy/activity", activity).status()).isEqualTo(200);
    }

    private static Role role(String service, String... scopes) {
        return new Role(service, "", Set.of(scopes), Set.of(), Set.of(), Set.of(service));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void cullsWhatIsIdle() throws Exception {
        URI address = hub.hub.url();
        Replay replay = new Replay(address).knowing("api_token", TOKEN);
        String next = "";

        for (Recording.Exchange exchange : Recording.of("idle-culler-2.0.0").exchanges()) {
            if (exchange.path().contains("offset=")) {
                assertThat(next).as("where the page before leads").isEqualTo(address.resolve(exchange.path()) + "");
            }
            WebClient.Answer answer = replay.send(exchange, hub.browser());
            if (exchange.path().contains("/users?")) {
                next = answer.json().at("/_pagination/next/url").asText();
            }
        }

        assertThat(next).as("the last page was asked for").isEmpty();
        assertThat(hub.store.users().all()).extracting(UserRecord::name).containsExactly("busy");
        assertThat(hub.store.servers().find(ServerRef.of("busy")).orElseThrow().phase())
                .isEqualTo(ServerPhase.READY);
        assertThat(hub.servers.count()).isEqualTo(1);
    }
}
