package dev.hubwright.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.Subject;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.auth.UserStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link UserStore} promises. Extend it and say where the store comes from. */
public abstract class UserStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");

    private UserStore users;

    /** A store with nobody in it that can keep an auth_state. */
    protected abstract UserStore emptyStore() throws Exception;

    @BeforeEach
    void open() throws Exception {
        users = emptyStore();
    }

    @Test
    void beginsWithNobody() throws Exception {
        assertEquals(Optional.empty(), users.find("alice"));
        assertEquals(List.of(), users.all());
    }

    @Test
    void keepsEverythingThatIsKnownOfAPerson() throws Exception {
        UserRecord alice = full("alice");

        UserRecord returned = users.update("alice", before -> alice);

        assertSamePerson(alice, returned);
        assertSamePerson(alice, users.find("alice").orElseThrow());
        assertSamePerson(alice, users.all().get(0));
    }

    @Test
    void findsManyAtOnce() throws Exception {
        users.update("alice", before -> full("alice"));
        users.update("bob", before -> full("bob"));
        users.update("carol", before -> full("carol"));

        List<UserRecord> found = users.find(List.of("alice", "carol", "alice", "dave", "e\0", "Bob"));

        assertEquals(2, found.size());
        for (UserRecord user : found) {
            assertSamePerson(full(user.name()), user);
            assertTrue(Set.of("alice", "carol").contains(user.name()));
        }
        assertEquals(List.of(), users.find(List.of()));
    }

    @Test
    void keepsThatNothingIsKnown() throws Exception {
        UserRecord bob = UserRecord.created("bob", false, NOW);

        users.update("bob", before -> bob);

        assertEquals(bob, users.find("bob").orElseThrow());
    }

    @Test
    void tellsUnknownGroupsFromNone() throws Exception {
        users.update("none", before -> with(full("none"), Identity.of("none").withGroups(Set.of())));
        users.update("unknown", before -> with(full("unknown"), Identity.of("unknown")));

        assertEquals(
                Optional.of(Set.of()),
                users.find("none").orElseThrow().identity().orElseThrow().groups());
        assertEquals(
                Optional.empty(),
                users.find("unknown").orElseThrow().identity().orElseThrow().groups());
    }

    @Test
    void givesAChangeWhatIsKeptNow() throws Exception {
        users.update("alice", before -> {
            assertFalse(before.isPresent());
            return full("alice");
        });

        users.update("alice", before -> {
            assertSamePerson(full("alice"), before.orElseThrow());
            return UserRecord.created("alice", false, NOW);
        });

        assertEquals(
                UserRecord.created("alice", false, NOW), users.find("alice").orElseThrow());
    }

    @Test
    void changesNothingIfAChangeFails() throws Exception {
        users.update("alice", before -> full("alice"));
        IllegalStateException failure = new IllegalStateException("no");

        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> users.update("alice", before -> {
                    throw failure;
                }));

        assertSame(failure, thrown);
        assertSamePerson(full("alice"), users.find("alice").orElseThrow());
    }

    @Test
    void refusesToChangeAName() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> users.update("alice", before -> full("mallory")));

        assertEquals(List.of(), users.all());
    }

    @Test
    void listsEverybodyByName() throws Exception {
        for (String name : List.of("bob", "Zoe", "alice", "émile")) {
            users.update(name, before -> full(name));
        }

        assertEquals(
                List.of("Zoe", "alice", "bob", "émile"),
                users.all().stream().map(UserRecord::name).toList());
    }

    @Test
    void findsWhomASubjectIsPinnedTo() throws Exception {
        UserRecord alice = full("alice");
        users.update("alice", before -> alice);
        users.update("bob", before -> UserRecord.created("bob", false, NOW));
        Subject subject = alice.subject().orElseThrow();

        assertEquals(
                List.of("alice"),
                users.pinnedTo(subject).stream().map(UserRecord::name).toList());
        assertSamePerson(alice, users.pinnedTo(subject).get(0));
        assertEquals(List.of(), users.pinnedTo(new Subject("other", subject.id())));
        assertEquals(List.of(), users.pinnedTo(new Subject(subject.issuer(), "\0")));
    }

    @Test
    void forgetsOnePersonOnly() throws Exception {
        users.update("alice", before -> full("alice"));
        users.update("bob", before -> full("bob"));

        users.remove("alice");
        users.remove("alice");

        assertEquals(Optional.empty(), users.find("alice"));
        assertSamePerson(full("bob"), users.find("bob").orElseThrow());
    }

    @Test
    void losesNoChangeOfManyAtOnce() throws Exception {
        users.update("alice", before -> with(full("alice"), Opaque.of(1, Map.of("count", 0))));

        Together.run(20, () -> {
            for (int i = 0; i < 5; i++) {
                users.update("alice", before -> with(before.orElseThrow(), counted(before.orElseThrow())));
            }
            return null;
        });

        assertEquals(
                100,
                users.find("alice").orElseThrow().authState().number("count").orElseThrow());
    }

    @Test
    void letsOneOfManyMakeAPerson() throws Exception {
        List<UserRecord> kept = Together.run(
                20,
                () -> users.update(
                        "alice",
                        before -> before.orElseGet(() -> UserRecord.created(
                                "alice",
                                false,
                                NOW.plusSeconds(Thread.currentThread().getId())))));

        assertEquals(1, Set.copyOf(kept).size());
        assertEquals(1, users.all().size());
    }

    @Test
    void keepsSimilarNamesApart() throws Exception {
        for (String name : HostileNames.ALL) {
            users.update(name, before -> {
                assertFalse(before.isPresent(), name);
                return full(name);
            });
        }

        for (String name : HostileNames.ALL) {
            assertSamePerson(full(name), users.find(name).orElseThrow());
        }
        assertEquals(HostileNames.ALL.size(), users.all().size());
    }

    @Test
    void refusesANameOrKeepsItExactly() throws Exception {
        users.update("alice", before -> full("alice"));

        for (String name : HostileNames.REFUSABLE) {
            assertEquals(Optional.empty(), users.find(name));
            boolean refused = isRefused(name);
            assertEquals(!refused, users.find(name).isPresent(), name);
            users.remove(name);
        }

        assertEquals(
                List.of("alice"), users.all().stream().map(UserRecord::name).toList());
    }

    @Test
    void keepsAnyTextOfAnIdentity() throws Exception {
        Identity odd = Identity.of("alice")
                .withDisplayName("\0\uD800\"'\\\u2028\uD83D\uDE00")
                .withGroups(Set.of("a b", "", "\"", "gr:oup"));

        users.update("alice", before -> with(full("alice"), odd));

        Identity found = users.find("alice").orElseThrow().identity().orElseThrow();
        assertEquals(odd.displayName(), found.displayName());
        assertEquals(odd.groups(), found.groups());
    }

    private boolean isRefused(String name) throws Exception {
        try {
            users.update(name, before -> {
                assertTrue(before.isEmpty());
                return full(name);
            });
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static Opaque counted(UserRecord user) {
        return Opaque.of(1, Map.of("count", user.authState().number("count").orElseThrow() + 1));
    }

    private static UserRecord full(String name) {
        return new UserRecord(
                name,
                true,
                Set.of("staff", "students", "O'Hara & Söhne"),
                "corp",
                Optional.of(new Subject("https://issuer", "0815-" + name)),
                Optional.of(Identity.of("canonical")
                        .withSubject(new Subject("https://issuer", "4711"))
                        .withGroups(Set.of("one", "two"))
                        .withAdmin(false)
                        .withDisplayName("Alice \u00c4")
                        .withAllowedBy("CorpAuthenticator.allowed_tenants")),
                Opaque.of(3, deepState()),
                NOW,
                Optional.of(NOW.plusSeconds(1)),
                Optional.of(NOW.plusSeconds(2)));
    }

    private static Map<String, Object> deepState() {
        return Map.of(
                "text",
                "\0\uD800\u2028\"\uD83D\uDE00",
                "whole",
                Long.MIN_VALUE,
                "small",
                1,
                "decimal",
                1.0,
                "largest",
                Double.MAX_VALUE,
                "least",
                -Double.MIN_VALUE,
                "yes",
                true,
                "list",
                new ArrayList<>(List.of("a", 1L, 2.5, List.of(), Map.of("b", false))),
                "x".repeat(60_000),
                "long name");
    }

    private static UserRecord with(UserRecord user, Identity identity) {
        return new UserRecord(
                user.name(),
                user.admin(),
                user.groups(),
                user.instance(),
                user.subject(),
                Optional.of(identity),
                user.authState(),
                user.created(),
                user.authenticated(),
                user.lastActivity());
    }

    private static UserRecord with(UserRecord user, Opaque authState) {
        return new UserRecord(
                user.name(),
                user.admin(),
                user.groups(),
                user.instance(),
                user.subject(),
                user.identity(),
                authState,
                user.created(),
                user.authenticated(),
                user.lastActivity());
    }

    /** Identities compare by what they hold, because they have no {@code equals}. */
    private static void assertSamePerson(UserRecord expected, UserRecord actual) {
        Identity one = expected.identity().orElseThrow();
        Identity other = actual.identity().orElseThrow();
        assertEquals(one.name(), other.name());
        assertEquals(one.subject(), other.subject());
        assertEquals(one.groups(), other.groups());
        assertEquals(one.admin(), other.admin());
        assertEquals(one.displayName(), other.displayName());
        assertEquals(one.allowedBy(), other.allowedBy());
        assertEquals(expected, with(actual, one));
    }
}
