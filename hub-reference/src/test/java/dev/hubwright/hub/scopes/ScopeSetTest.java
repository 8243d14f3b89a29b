package dev.hubwright.hub.scopes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRef;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopeSetTest {

    private static final ServerRef SERVER = ServerRef.of("alice");
    private static final Holder ALICE = Holder.user("alice");

    private final Map<String, Set<String>> groups = Map.of("class", Set.of("alice", "bob"), "staff", Set.of("bob"));
    private final Roles roles = Roles.standard(group -> groups.getOrDefault(group, Set.of()));

    @Test
    void letsUsersDoEverythingWithWhatIsTheirs() throws Exception {
        ScopeSet alice = user("alice", false);

        assertThat(alice.allows("access:servers", SERVER)).isTrue();
        assertThat(alice.allows("start:servers", SERVER)).isTrue();
        assertThat(alice.allows("users:activity", "alice")).isTrue();
        assertThat(alice.allows("access:servers", ServerRef.of("bob"))).isFalse();
        assertThat(alice.allows("tokens", "bob")).isFalse();
        assertThat(alice.allows("admin:users")).isFalse();
    }

    @Test
    void letsAdministratorsIntoEverybodysServers() throws Exception {
        ScopeSet admin = user("root", true);

        assertThat(admin.allows("access:servers", SERVER)).isTrue();
        assertThat(admin.allows("read:users:name", "alice")).isTrue();
        assertThat(admin.allows("shutdown")).isTrue();
        assertThat(admin.allowsGroup("read:groups:name", "class")).isTrue();
        assertThat(admin.allowsService("read:services:name", "culler")).isTrue();
    }

    @Test
    void doesNotTakeOneNameForTheBeginningOfAnother() throws Exception {
        assertThat(user("al", false).allows("access:servers", SERVER)).isFalse();
        assertThat(read("servers!server=alice/").allows("read:servers", new ServerRef("alice", "x")))
                .isFalse();
    }

    @Test
    void narrowsATokenToWhatItsOwnerMay() throws Exception {
        ScopeSet token = token("admin:users", "read:users");

        assertThat(token.allows("read:users:name", "alice")).isTrue();
        assertThat(token.allows("read:users:name", "bob")).isFalse();
        assertThat(token.allows("delete:users", "alice")).isFalse();
    }

    @Test
    void keepsTheScopeOfOneServerToThatServer() throws Exception {
        ScopeSet token = token("access:servers!server=alice/");

        assertThat(token.allows("access:servers", SERVER)).isTrue();
        assertThat(token.allows("access:servers", new ServerRef("alice", "other")))
                .isFalse();
        assertThat(token.texts()).containsExactly("access:servers!server=alice/");
    }

    @Test
    void dropsWhatAServerSaysOfItsOwner() throws Exception {
        assertThat(read("admin:servers!server=alice/").texts())
                .containsExactly(
                        "admin:server_state!server=alice/",
                        "admin:servers!server=alice/",
                        "delete:servers!server=alice/",
                        "read:servers!server=alice/",
                        "servers!server=alice/",
                        "start:servers!server=alice/");
    }

    @Test
    void spellsOutShortForms() throws Exception {
        Holder holder = ALICE.through(SERVER).throughService("grader");
        ScopeSet spelt =
                roles.read(List.of("read:users:name!user", "access:servers!server", "access:services!service"), holder);

        assertThat(spelt.texts())
                .containsExactly(
                        "access:servers!server=alice/", "access:services!service=grader", "read:users:name!user=alice");
    }

    @Test
    void grantsNothingForWhatCannotBeSpeltOut() throws Exception {
        assertThat(read(
                                "access:servers!server",
                                "access:services!service",
                                "read:groups!group",
                                "users!",
                                "users!user=",
                                "users!=alice",
                                "users!planet=mars",
                                "servers!server=alice",
                                "servers!server=/x",
                                "inherit",
                                "(no_scope)")
                        .texts())
                .isEmpty();
        assertThat(roles.read(List.of("self", "users!user"), Holder.service("culler"))
                        .texts())
                .isEmpty();
    }

    @Test
    void givesATokenThatInheritsAllOfItsOwner() throws Exception {
        assertThat(token("inherit").texts()).isEqualTo(user("alice", false).texts());
        assertThat(token("all").texts()).isEqualTo(user("alice", false).texts());
    }

    @Test
    void knowsWhoIsInAGroup() throws Exception {
        ScopeSet teacher = read("read:users!group=class", "read:groups!group=class", "servers!group=class");

        assertThat(teacher.allows("read:users:name", "bob")).isTrue();
        assertThat(teacher.allows("read:users:name", "carol")).isFalse();
        assertThat(teacher.allows("start:servers", ServerRef.of("bob"))).isTrue();
        assertThat(teacher.allowsGroup("read:groups:name", "class")).isTrue();
        assertThat(teacher.allowsGroup("read:groups:name", "staff")).isFalse();
        assertThat(teacher.usersWith("read:users:name")).contains(Set.of("alice", "bob"));
        assertThat(teacher.mentions("read:users:name")).isTrue();
        assertThat(teacher.mentions("list:users")).isFalse();
        assertThat(read("servers!group=class").textsWithMembers())
                .contains("servers!group=class", "servers!user=alice", "servers!user=bob");
    }

    @Test
    void findsWhatGroupsAndPeopleHaveInCommon() throws Exception {
        ScopeSet everybody = read("access:servers!group=class");

        assertThat(everybody.and(read("access:servers!server=bob/x")).texts())
                .containsExactly("access:servers!server=bob/x");
        assertThat(read("access:servers!user=carol").and(everybody).texts()).isEmpty();
        assertThat(everybody.and(read("access:servers!group=staff")).texts())
                .containsExactly("access:servers!user=bob");
        assertThat(everybody.and(read("access:servers")).texts()).containsExactly("access:servers!group=class");
        assertThat(read("access:servers!user=bob").or(everybody).texts()).containsExactly("access:servers!group=class");
        assertThat(everybody.includesAll(read("access:servers!user=bob"))).isTrue();
        assertThat(everybody.includesAll(read("access:servers!user=carol"))).isFalse();
    }

    @Test
    void tellsForWhomAScopeHolds() throws Exception {
        assertThat(read("list:users").usersWith("list:users")).isEmpty();
        assertThat(read("list:users!user=bob", "read:servers!server=carol/").usersWith("list:users"))
                .contains(Set.of("bob"));
        assertThat(ScopeSet.none().usersWith("list:users")).contains(Set.of());
    }

    private ScopeSet user(String name, boolean admin) throws ProviderException {
        return roles.ofUser(UserRecord.created(name, admin, Instant.EPOCH));
    }

    private ScopeSet read(String... texts) throws ProviderException {
        return roles.read(Arrays.asList(texts), ALICE);
    }

    /** As alice's token has them. */
    private ScopeSet token(String... texts) throws ProviderException {
        ScopeSet owner = user("alice", false);
        return roles.read(Arrays.asList(texts), ALICE, owner).and(owner);
    }
}
