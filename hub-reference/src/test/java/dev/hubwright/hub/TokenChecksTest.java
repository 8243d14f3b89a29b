package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a hub remembers of a token is out of date with the very next request. */
@Timeout(60)
class TokenChecksTest {

    @TempDir
    Path folder;

    private WholeHub hub;
    private WholeHub.Api admin;
    private WholeHub.Api alice;

    @BeforeEach
    void start() throws Exception {
        Role role = new Role("helpers", "", Set.of("list:users!group=pupils"), Set.of(), Set.of("helpers"), Set.of());
        hub = new WholeHub(folder, builder -> builder.roles(List.of(role), ScopeTree.standard()));
        admin = hub.api("admin");
        alice = hub.api("alice");
        assertThat(alice.get("user").status()).isEqualTo(200);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private String id() {
        return alice.get("user").json().path("token_id").asText();
    }

    @Test
    void refusesARevokedToken() {
        assertThat(admin.delete("users/alice/tokens/" + id()).status()).isEqualTo(204);

        assertThat(alice.get("user").status()).isEqualTo(403);
    }

    @Test
    void refusesATokenThatIsRevokedByAnotherProcess() throws Exception {
        hub.store.tokens().revoke(Long.parseLong(id().substring(1)));

        assertThat(alice.get("user").status()).isEqualTo(403);
        assertThat(admin.get("authorizations/token/" + alice.token()).status()).isEqualTo(404);
    }

    @Test
    void refusesTheTokensOfSomebodyWhoIsDeleted() {
        assertThat(admin.delete("users/alice").status()).isEqualTo(204);
        assertThat(alice.get("user").status()).isEqualTo(403);

        assertThat(admin.post("users/alice", "").status()).isEqualTo(201);
        assertThat(alice.get("user").status()).isEqualTo(403);
    }

    @Test
    void refusesAnExpiredToken() throws Exception {
        Secret value = hub.addToken("alice", Optional.of(hub.clock.instant().plusSeconds(60)), "inherit");
        WholeHub.Api soon = new WholeHub.Api(hub.browser(), value.reveal());
        assertThat(soon.get("user").status()).isEqualTo(200);

        hub.clock.advance(Duration.ofSeconds(60));
        assertThat(soon.get("user").status()).isEqualTo(403);
    }

    @Test
    void takesAwayWhatIsTakenFromTheOwner() {
        assertThat(admin.send("PATCH", "users/alice", "{\"admin\": true}").status())
                .isEqualTo(200);
        assertThat(alice.get("users").status()).isEqualTo(200);

        assertThat(admin.send("PATCH", "users/alice", "{\"admin\": false}").status())
                .isEqualTo(200);
        assertThat(alice.get("users").status()).isEqualTo(403);
        assertThat(alice.get("user").json().path("admin").asBoolean()).isFalse();
    }

    @Test
    void knowsWhoIsInWhichGroupNow() {
        admin.post("users", "{\"usernames\": [\"bob\", \"carol\"]}");
        admin.post("groups/helpers", "{\"users\": [\"alice\"]}");
        admin.post("groups/pupils", "{\"users\": [\"bob\"]}");
        assertThat(names(alice.get("users").json())).containsExactly("bob");

        admin.post("groups/pupils/users", "{\"users\": [\"carol\"]}");
        assertThat(names(alice.get("users").json())).containsExactly("bob", "carol");

        admin.delete("groups/helpers/users", "{\"users\": [\"alice\"]}");
        assertThat(alice.get("users").status()).isEqualTo(403);
    }

    private static List<String> names(JsonNode users) {
        return users.findValuesAsText("name");
    }

    @Test
    void knowsWhatIsSharedNow() throws Exception {
        WholeHub.Api bob = hub.api("bob");
        hub.store.servers().update(ServerRef.of("alice"), server -> server);
        assertThat(bob.get("user").body()).doesNotContain("access:servers!server=alice/");

        assertThat(admin.post("shares/alice/", "{\"user\": \"bob\"}").status()).isEqualTo(200);
        assertThat(bob.get("user").body()).contains("access:servers!server=alice/");
        assertThat(admin.delete("shares/alice/").status()).isEqualTo(204);
        assertThat(bob.get("user").body()).doesNotContain("access:servers!server=alice/");
    }

    @Test
    void tellsAtOnceWhenATokenWasUsed() {
        hub.clock.advance(Duration.ofSeconds(5));
        String now = hub.clock.instant().toString();
        alice.get("user");

        assertThat(admin.get("users/alice/tokens/" + id())
                        .json()
                        .path("last_activity")
                        .asText())
                .startsWith(now.substring(0, now.length() - 1));
    }
}
