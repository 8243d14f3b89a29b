package dev.hubwright.hub.scopes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.UserRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {

    private static final UserRecord ALICE = UserRecord.created("alice", false, Instant.EPOCH);

    @Test
    void hasAllScopesOfJupyterHub() {
        assertThat(ScopeTree.standard().names()).hasSize(48);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    users          | list:users read:users read:users:activity read:users:groups read:users:name users users:activity
                    users:activity | read:users:activity users:activity
                    read:servers   | read:servers read:users:name
                    admin:groups   | admin:groups delete:groups groups list:groups read:groups read:groups:name read:roles:groups
                    admin:services | admin:services list:services read:roles:services read:services read:services:name
                    shares         | access:servers groups:shares read:groups:shares read:shares read:users:shares shares users:shares
                    tokens         | read:tokens tokens
                    access:services | access:services
                    """)
    void bringsOthersAlong(String scope, String all) {
        assertThat(String.join(" ", new java.util.TreeSet<>(ScopeTree.standard().closure(scope))))
                .isEqualTo(all);
    }

    @Test
    void givesRolesToPeopleGroupsAndServices() throws Exception {
        Role teacher = new Role(
                "teacher", "", Set.of("read:users!group=class"), Set.of("alice"), Set.of("staff"), Set.of("grader"));
        Roles roles = Roles.of(List.of(teacher), ScopeTree.standard(), group -> Set.of("carol"));

        assertThat(roles.namesOf(ALICE)).containsExactly("teacher", "user");
        assertThat(roles.ofUser(ALICE).allows("read:users:name", "carol")).isTrue();
        UserRecord bob = UserRecord.created("bob", false, Instant.EPOCH);
        assertThat(roles.namesOf(bob)).containsExactly("user");
        assertThat(roles.namesOf(bob.withGroup("staff"))).containsExactly("teacher", "user");
        assertThat(roles.ofUser(bob.withGroup("staff")).allows("read:users:name", "carol"))
                .isTrue();
        assertThat(roles.namesOfGroup("staff")).containsExactly("teacher");
        assertThat(roles.namesOfService("grader", false)).containsExactly("teacher");
        assertThat(roles.namesOfService("other", true)).containsExactly("admin");
        assertThat(roles.ofService("grader", false).texts())
                .contains("read:users!group=class")
                .noneMatch(text -> text.contains("grader"));
    }

    @Test
    void letsSettingsChangeWhatEveryUserMay() throws Exception {
        Roles roles = Roles.of(
                List.of(Role.of("user", "", Set.of("read:users:name!user"))), ScopeTree.standard(), group -> Set.of());

        assertThat(roles.ofUser(ALICE).texts()).containsExactly("read:users:name!user=alice");
        assertThat(roles.find("token").orElseThrow().scopes()).containsExactly("inherit");
    }

    @Test
    void knowsScopesOfOnesOwn() throws Exception {
        ScopeTree tree = ScopeTree.with(
                Map.of("custom:grades:write", List.of("custom:grades:read"), "custom:grades:read", List.of()));
        Roles roles = Roles.of(List.of(), tree, group -> Set.of());

        assertThat(tree.isKnown("custom:grades:read")).isTrue();
        assertThat(roles.read(Set.of("custom:grades:write!service=grader"), Holder.user("alice"))
                        .texts())
                .containsExactly("custom:grades:read!service=grader", "custom:grades:write!service=grader");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a-role", "a_r~o.l3"})
    void takesNames(String name) {
        assertThat(Role.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Abc", "1bc", "abc-", "a c", "abc/", "-abc"})
    void takesNoOtherNames(String name) {
        assertThat(Role.isName(name)).isFalse();
    }
}
