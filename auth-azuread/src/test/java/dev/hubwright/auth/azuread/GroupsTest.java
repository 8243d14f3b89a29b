package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups in the token, and those that are too many for it. */
class GroupsTest {

    private static final String GROUP = "AAAAAAAA-0000-4000-8000-000000000001";

    private Journey journey;

    @BeforeEach
    void start() throws Exception {
        journey = new Journey().set("manage_groups", true);
    }

    @AfterEach
    void stop() {
        journey.close();
    }

    @Test
    void groupsAreIdsUnlessTheOperatorNamesThem() throws Exception {
        journey.entra.person("ann").groups.add(GROUP);
        assertThat(journey.granted().identity().groups()).contains(Set.of(GROUP.toLowerCase()));

        journey.set("group_names", Map.of(GROUP, "hub-users"));
        try (AzureAdAuthenticator other = journey.newAuthenticator()) {
            assertThat(Journey.granted(journey.logIn(other, "ann")).identity().groups())
                    .contains(Set.of("hub-users"));
        }
    }

    @Test
    void noGroupsAreNoGroups() throws Exception {
        assertThat(journey.granted().identity().groups()).contains(Set.of());
    }

    @Test
    void readsThemFromAnotherClaim() throws Exception {
        journey.set("auth_state_groups_key", "user.realm.teams");
        journey.entra.person("ann").claims.put("realm", Map.of("teams", List.of("red", "blue")));

        assertThat(journey.granted().identity().groups()).contains(Set.of("red", "blue"));
    }

    @Test
    void asksGraphPageByPageWhereTheyAreTooMany() throws Exception {
        many(201);

        AuthResult.Granted granted = journey.granted();

        assertThat(granted.identity().groups().orElseThrow()).hasSize(201);
        assertThat(journey.entra.graphRequests()).hasSize(3).noneMatch(request -> request.contains("gone"));

        AuthResult.Granted again =
                Journey.granted(journey.authenticator().refresh(granted.identity(), granted.authState()));
        assertThat(again.identity().groups().orElseThrow()).hasSize(201);
        assertThat(journey.entra.graphRequests()).as("kept with the person").hasSize(3);
    }

    @Test
    void doesNotAskWhereNothingDependsOnIt() throws Exception {
        journey.set("manage_groups", false);
        many(201);

        assertThat(journey.granted().identity().groups()).isEmpty();
        assertThat(journey.entra.graphRequests()).isEmpty();
    }

    @Test
    void triesAgainWhereGraphIsBusy() throws Exception {
        many(201);
        journey.entra.graphStatuses.addAll(List.of(429, 503, 500));

        assertThat(journey.granted().identity().groups().orElseThrow()).hasSize(201);
    }

    @Test
    void anOutageOfGraphIsNoRefusal() throws Exception {
        many(201);
        AuthResult.Granted before = journey.granted();
        journey.entra.graphStatuses.addAll(List.of(500, 500, 500, 500));

        assertThatThrownBy(journey::granted).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.retryable()).isTrue();
            assertThat(e.publicMessage()).contains("groups just now");
        });
        assertThat(before.identity().groups().orElseThrow()).hasSize(201);
    }

    @Test
    void saysWhichPermissionIsMissing() {
        many(201);
        journey.entra.graphStatuses.add(403);

        assertThatThrownBy(journey::granted).hasMessageContaining("GroupMember.Read.All");
    }

    @Test
    void takesTheTokenNowhereElse() {
        many(201);
        journey.entra.nextLink = "https://evil.example/v1.0/me";

        assertThatThrownBy(journey::granted).hasMessageContaining("elsewhere");
    }

    private void many(int count) {
        for (int i = 0; i < count; i++) {
            journey.entra.person("ann").groups.add(UUID.randomUUID().toString());
        }
    }
}
