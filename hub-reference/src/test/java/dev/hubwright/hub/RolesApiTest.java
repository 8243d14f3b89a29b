package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Roles of an operator as they work at the API. */
@Timeout(60)
class RolesApiTest {

    private static final Role TEACHER = new Role(
            "teacher",
            "Looks after a class",
            Set.of("read:users!group=class", "servers!group=class", "custom:grades:read"),
            Set.of("alice"),
            Set.of("staff"),
            Set.of());
    private static final Role BOSS =
            new Role(Role.ADMIN, "", Set.of("admin:users"), Set.of("boss"), Set.of(), Set.of());

    @TempDir
    Path folder;

    private WholeHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder, builder -> builder.roles(
                        List.of(TEACHER, BOSS), ScopeTree.with(Map.of("custom:grades:read", List.of())))
                .groups(Map.of("class", List.of("bob"), "staff", List.of("dora"), "empty", List.of())));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void givesThemToPeopleAndMembersOfGroups() throws Exception {
        hub.makeUser("carol");

        for (String teacher : List.of("alice", "dora")) {
            WholeHub.Api api = hub.api(teacher);
            assertThat(api.get("users/bob").status()).isEqualTo(200);
            assertThat(api.post("users/bob/server", "").status()).isEqualTo(201);
            assertThat(api.delete("users/bob/server").status()).isEqualTo(204);
            assertThat(api.get("users/carol").status()).isEqualTo(404);
            assertThat(api.get("users/bob/tokens").status()).isEqualTo(404);
            JsonNode scopes = api.get("user").json().path("scopes");
            List<String> texts = new ArrayList<>();
            scopes.forEach(scope -> texts.add(scope.asText()));
            assertThat(texts)
                    .contains("servers!group=class", "servers!user=bob", "custom:grades:read")
                    .doesNotContain("servers!user=carol");
        }
        assertThat(hub.api("carol").get("users/bob").status()).isEqualTo(404);
    }

    @Test
    void endsThemWithMembership() throws Exception {
        WholeHub.Api dora = hub.api("dora");
        assertThat(dora.get("users/bob").status()).isEqualTo(200);

        hub.store.groups().take("staff", List.of("dora"));

        assertThat(dora.get("users/bob").status()).isEqualTo(404);
    }

    @Test
    void makesAdministratorsOfThoseWhoAreNamed() throws Exception {
        assertThat(hub.store.users().find("boss").map(UserRecord::admin)).contains(true);
        assertThat(hub.store.groups().names()).contains("class", "staff", "empty");
    }

    @Test
    void makesTokensOfRoles() throws Exception {
        WholeHub.Api alice = hub.api("alice");
        WebClient.Answer made = alice.post("users/alice/tokens", "{\"roles\": [\"teacher\"]}");

        assertThat(made.status()).isEqualTo(201);
        WholeHub.Api narrow =
                new WholeHub.Api(hub.browser(), made.json().path("token").asText());
        assertThat(narrow.get("users/bob").status()).isEqualTo(200);
        assertThat(narrow.get("users/alice/tokens").status()).isEqualTo(403);
        assertThat(alice.post("users/alice/tokens", "{\"roles\": [\"admin\"]}").status())
                .isEqualTo(403);
        assertThat(alice.post("users/alice/tokens", "{\"roles\": [\"nobody\"]}").status())
                .isEqualTo(400);
        assertThat(alice.post("users/alice/tokens", "{\"scopes\": [\"custom:grades:write\"]}")
                        .status())
                .isEqualTo(400);
        assertThat(alice.post("users/alice/tokens", "{\"scopes\": [\"custom:grades:read\"]}")
                        .status())
                .isEqualTo(201);
    }
}
