package dev.hubwright.hub.scopes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.spawn.ServerRef;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopeSetTest {

    private static final ServerRef SERVER = ServerRef.of("alice");

    @Test
    void letsUsersDoEverythingWithWhatIsTheirs() {
        ScopeSet alice = ScopeSet.ofUser("alice", false);

        assertThat(alice.allows("access:servers", SERVER)).isTrue();
        assertThat(alice.allows("start:servers", SERVER)).isTrue();
        assertThat(alice.allows("users:activity", "alice")).isTrue();
        assertThat(alice.allows("access:servers", ServerRef.of("bob"))).isFalse();
        assertThat(alice.allows("tokens", "bob")).isFalse();
        assertThat(alice.allows("admin:users")).isFalse();
    }

    @Test
    void letsAdministratorsIntoEverybodysServers() {
        ScopeSet admin = ScopeSet.ofUser("root", true);

        assertThat(admin.allows("access:servers", SERVER)).isTrue();
        assertThat(admin.allows("read:users:name", "alice")).isTrue();
        assertThat(admin.allows("shutdown")).isTrue();
    }

    @Test
    void doesNotTakeOneNameForTheBeginningOfAnother() {
        assertThat(ScopeSet.ofUser("al", false).allows("access:servers", SERVER))
                .isFalse();
    }

    @Test
    void narrowsATokenToWhatItsOwnerMay() {
        ScopeSet owner = ScopeSet.ofUser("alice", false);
        ScopeSet token = ScopeSet.read(Set.of("admin:users", "read:users"), "alice", Optional.empty(), owner)
                .and(owner);

        assertThat(token.allows("read:users:name", "alice")).isTrue();
        assertThat(token.allows("read:users:name", "bob")).isFalse();
        assertThat(token.allows("delete:users", "alice")).isFalse();
    }

    @Test
    void keepsTheScopeOfOneServerToThatServer() {
        ScopeSet owner = ScopeSet.ofUser("alice", false);
        ScopeSet token = ScopeSet.read(Set.of("access:servers!server=alice/"), "alice", Optional.empty(), owner)
                .and(owner);

        assertThat(token.allows("access:servers", SERVER)).isTrue();
        assertThat(token.allows("access:servers", new ServerRef("alice", "other")))
                .isFalse();
        assertThat(token.texts()).containsExactly("access:servers!server=alice/");
    }

    @Test
    void spellsOutShortForms() {
        ScopeSet owner = ScopeSet.ofUser("alice", false);

        assertThat(ScopeSet.read(
                                Set.of("read:users:name!user", "read:users:groups!user", "access:servers!server"),
                                "alice",
                                Optional.of(SERVER),
                                owner)
                        .texts())
                .containsExactly(
                        "access:servers!server=alice/", "read:users:groups!user=alice", "read:users:name!user=alice");
    }

    @Test
    void grantsNothingForAShortFormThatCannotBeSpeltOut() {
        assertThat(ScopeSet.read(
                                Set.of("access:servers!server", "x!", "x!user="),
                                "alice",
                                Optional.empty(),
                                ScopeSet.none())
                        .texts())
                .isEmpty();
    }

    @Test
    void givesATokenThatInheritsAllOfItsOwner() {
        ScopeSet owner = ScopeSet.ofUser("alice", false);

        assertThat(ScopeSet.read(Set.of("inherit"), "alice", Optional.empty(), owner)
                        .texts())
                .isEqualTo(owner.texts());
    }
}
