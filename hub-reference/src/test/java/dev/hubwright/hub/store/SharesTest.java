package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.ManualClock;
import dev.hubwright.api.contract.Together;
import dev.hubwright.api.spawn.ServerRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shares of servers, and the codes that give them. */
class SharesTest {

    private static final ServerRef SERVER = ServerRef.of("alice");
    private static final ServerRef LAB = new ServerRef("alice", "lab");
    private static final Share.Recipient BOB = Share.Recipient.user("bob");
    private static final Share.Recipient FRIENDS = Share.Recipient.group("friends");
    private static final Secret CODE = Secret.of("a code of many letters, all of them random");

    private final ManualClock clock = new ManualClock(TestStore.START);
    private HubStore store;
    private Shares shares;
    private ShareCodes codes;

    @BeforeEach
    void begin() throws ProviderException {
        store = open(clock);
        TestStore.addUsers(store, "alice", "bob", "carol");
        store.groups().create("friends");
        store.groups().add("friends", List.of("carol"));
        store.servers().update(SERVER, stopped -> stopped);
        store.servers().update(LAB, stopped -> stopped);
        shares = store.shares();
        codes = store.shareCodes();
    }

    HubStore open(ManualClock clock) throws ProviderException {
        return TestStore.inMemory(clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void addsToWhatSomebodyHasAndTakesItBack() throws Exception {
        Share first = shares.grant(SERVER, BOB, Set.of("read:servers!server=alice/"));
        clock.advance(Duration.ofSeconds(1));
        Share both = shares.grant(SERVER, BOB, Set.of("access:servers!server=alice/"));

        assertThat(both)
                .isEqualTo(new Share(
                        first.id(),
                        SERVER,
                        BOB,
                        Set.of("read:servers!server=alice/", "access:servers!server=alice/"),
                        TestStore.START));
        assertThat(shares.find(SERVER, BOB)).contains(both);
        assertThat(shares.find(LAB, BOB)).isEmpty();
        assertThat(shares.revoke(SERVER, BOB, Set.of("read:servers!server=alice/", "what bob has not")))
                .map(Share::scopes)
                .contains(Set.of("access:servers!server=alice/"));
        assertThat(shares.revoke(SERVER, BOB, Set.of("access:servers!server=alice/")))
                .isEmpty();
        assertThat(shares.revoke(SERVER, BOB, Set.of("access:servers!server=alice/")))
                .isEmpty();
        assertThat(shares.ofOwner("alice")).isEmpty();
    }

    @Test
    void tellsPeopleFromGroups() throws Exception {
        Share toBob = shares.grant(SERVER, BOB, Set.of("a"));
        Share toFriends = shares.grant(LAB, FRIENDS, Set.of("b"));
        Share toCarol = shares.grant(SERVER, Share.Recipient.user("carol"), Set.of("c"));

        assertThat(shares.ofOwner("alice")).containsExactly(toBob, toFriends, toCarol);
        assertThat(shares.ofUser("bob")).containsExactly(toBob);
        assertThat(shares.ofUser("carol")).containsExactly(toFriends, toCarol);
        assertThat(shares.ofGroup("friends")).containsExactly(toFriends);
        assertThat(shares.scopesOf("carol")).containsExactlyInAnyOrder("b", "c");
        assertThat(shares.ofUser("friends")).isEmpty();
        assertThat(shares.ofUser("\0")).isEmpty();

        store.groups().take("friends", List.of("carol"));
        assertThat(shares.scopesOf("carol")).containsExactly("c");
    }

    @Test
    void endsWithItsServerItsRecipientAndItsOwner() throws Exception {
        shares.grant(SERVER, BOB, Set.of("a"));
        shares.grant(SERVER, FRIENDS, Set.of("a"));
        Share ofLab = shares.grant(LAB, BOB, Set.of("a"));
        codes.add(CODE, SERVER, Set.of("a"), Duration.ofHours(1));

        store.servers().remove(SERVER);
        assertThat(shares.ofOwner("alice")).containsExactly(ofLab);
        assertThat(codes.find(CODE)).isEmpty();

        store.users().remove("bob");
        assertThat(shares.ofOwner("alice")).isEmpty();

        shares.grant(LAB, FRIENDS, Set.of("a"));
        store.groups().remove("friends");
        assertThat(shares.ofOwner("alice")).isEmpty();

        shares.grant(LAB, Share.Recipient.user("carol"), Set.of("a"));
        store.users().remove("alice");
        assertThat(shares.ofUser("carol")).isEmpty();
    }

    @Test
    void refusesServersAndPeopleThatAreNotThere() throws Exception {
        assertThatThrownBy(() -> shares.grant(new ServerRef("alice", "none"), BOB, Set.of("a")))
                .isInstanceOf(ProviderException.class);
        assertThatThrownBy(() -> shares.grant(SERVER, Share.Recipient.user("nobody"), Set.of("a")))
                .isInstanceOf(ProviderException.class);
        assertThatThrownBy(() -> shares.grant(SERVER, Share.Recipient.group("nobody"), Set.of("a")))
                .isInstanceOf(ProviderException.class);
        assertThatThrownBy(() -> codes.add(CODE, new ServerRef("alice", "none"), Set.of("a"), Duration.ofHours(1)))
                .isInstanceOf(ProviderException.class);
        codes.add(CODE, SERVER, Set.of("a"), Duration.ofHours(1));
        assertThatThrownBy(() -> codes.exchange(CODE, "nobody")).isInstanceOf(ProviderException.class);
        assertThat(codes.find(CODE)).map(ShareCode::exchanges).contains(0);
    }

    @Test
    void countsWhatACodeWasGoodFor() throws Exception {
        ShareCode code = codes.add(CODE, SERVER, Set.of("a"), Duration.ofHours(1));
        clock.advance(Duration.ofMinutes(1));

        assertThat(codes.exchange(Secret.of("another"), "bob")).isEmpty();
        assertThat(codes.exchange(CODE, "bob"))
                .contains(shares.find(SERVER, BOB).orElseThrow());
        assertThat(codes.exchange(CODE, "bob")).as("again").isPresent();
        assertThat(codes.ofOwner("alice")).singleElement().satisfies(used -> {
            assertThat(used.id()).isEqualTo(code.id());
            assertThat(used.exchanges()).isEqualTo(2);
            assertThat(used.lastExchanged()).isEqualTo(Optional.of(clock.instant()));
        });
        assertThat(shares.ofUser("bob")).hasSize(1);

        codes.remove(code);
        assertThat(codes.exchange(CODE, "carol")).isEmpty();
        assertThat(shares.ofUser("bob")).as("what was given stays").hasSize(1);
    }

    @Test
    void endsCodesInTimeAndForgetsThemWithTheNext() throws Exception {
        codes.add(CODE, SERVER, Set.of("a"), Duration.ofHours(1));
        clock.advance(Duration.ofHours(1));

        assertThat(codes.find(CODE)).isEmpty();
        assertThat(codes.ofOwner("alice")).isEmpty();
        assertThat(codes.exchange(CODE, "bob")).isEmpty();
        assertThat(codes.add(CODE, SERVER, Set.of("a"), Duration.ofHours(1)).expires())
                .as("the old one is gone, or this one would be refused")
                .isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void givesOneShareHoweverManyComeAtOnce() throws Exception {
        codes.add(CODE, SERVER, Set.of("a"), Duration.ofHours(1));

        List<Optional<Share>> given = Together.run(8, () -> codes.exchange(CODE, "bob"));

        assertThat(given).allMatch(Optional::isPresent);
        assertThat(shares.ofUser("bob")).hasSize(1);
        assertThat(codes.find(CODE)).map(ShareCode::exchanges).contains(8);
    }
}
