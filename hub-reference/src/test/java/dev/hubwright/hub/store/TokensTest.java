package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.ManualClock;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.store.Tokens.NewToken;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    private static final Secret VALUE = Secret.of("5f0c1d2e3b4a59687786958493a2b1c0");

    private final ManualClock clock = new ManualClock(TestStore.START);
    private HubStore store;
    private Tokens tokens;

    @BeforeEach
    void begin() throws ProviderException {
        store = open(clock);
        TestStore.addUsers(store, "alice", "bob");
        tokens = store.tokens();
    }

    HubStore open(ManualClock clock) throws ProviderException {
        return TestStore.inMemory(clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void findsATokenByItsValueAlone() throws Exception {
        NewToken token = new NewToken(
                "alice", "service-x", Set.of("read:users", "self"), "a \"note\"", Optional.of("s1"), inAnHour());
        TokenRecord added = tokens.add(token, VALUE);

        assertThat(added)
                .isEqualTo(new TokenRecord(
                        added.id(),
                        "alice",
                        "service-x",
                        Set.of("read:users", "self"),
                        "a \"note\"",
                        Optional.of("s1"),
                        TestStore.START,
                        inAnHour(),
                        Optional.empty()));
        assertThat(tokens.find(VALUE)).contains(added);
        assertThat(tokens.byId(added.id())).contains(added);
        assertThat(tokens.find(Secret.of("5f0c" + "0".repeat(28)))).isEmpty();
        assertThat(tokens.find(Secret.of("5f0c"))).isEmpty();
        assertThat(tokens.find(Secret.of(""))).isEmpty();
    }

    @Test
    void tellsTokensWithTheSameBeginningApart() throws Exception {
        TokenRecord one = add("alice", "same-one-0000000");
        TokenRecord other = add("bob", "same-two-0000000");

        assertThat(tokens.find(Secret.of("same-one-0000000"))).contains(one);
        assertThat(tokens.find(Secret.of("same-two-0000000"))).contains(other);
    }

    @Test
    void neverFindsAnExpiredToken() throws Exception {
        TokenRecord token =
                tokens.add(new NewToken("alice", "jupyterhub", Set.of(), "", Optional.empty(), inAnHour()), VALUE);

        clock.advance(Duration.ofMinutes(60).minusMillis(1));
        assertThat(tokens.find(VALUE)).contains(token);
        assertThat(tokens.purgeExpired()).isZero();

        clock.advance(Duration.ofMillis(1));
        assertThat(tokens.find(VALUE)).isEmpty();
        assertThat(tokens.byId(token.id())).isEmpty();
        assertThat(tokens.ofUser("alice")).isEmpty();
        assertThat(tokens.purgeExpired()).isOne();
    }

    @Test
    void revokesOneOrThoseOfAClientOrASession() throws Exception {
        TokenRecord one = add("alice", "c1", "s1", "token-one");
        add("alice", "c2", "s1", "token-two");
        add("bob", "c2", "s2", "token-three");
        add("bob", "c3", "s2", "token-four");
        TokenRecord last = add("alice", "c3", "s3", "token-five");

        tokens.revoke(one.id());
        tokens.revoke(one.id());
        assertThat(tokens.find(Secret.of("token-one"))).isEmpty();
        assertThat(tokens.revokeOfClient("c2")).isEqualTo(2);
        assertThat(tokens.revokeOfClient("c3", "bob")).isOne();
        assertThat(tokens.ofUser("alice")).containsExactly(last);
        assertThat(tokens.revokeOfSession("s3")).isOne();
        assertThat(tokens.ofUser("alice")).isEmpty();
    }

    @Test
    void givesNoIdTwice() throws Exception {
        TokenRecord first = add("alice", "token-one");
        tokens.revoke(first.id());

        assertThat(add("alice", "token-two").id()).isGreaterThan(first.id());
    }

    @Test
    void notesUsesForwardAndWritesThemTogether() throws Exception {
        long id = add("alice", "token-one").id();
        long other = add("bob", "token-two").id();
        Instant first = TestStore.START.plusSeconds(100);

        tokens.touch(id, first);
        tokens.touch(id, first.minusSeconds(100));
        tokens.touch(other, first.plusSeconds(1));
        tokens.touch(other + 1, first);
        assertThat(tokens.byId(id).orElseThrow().lastActivity()).contains(first);
        tokens.writeUses();
        assertThat(tokens.byId(id).orElseThrow().lastActivity()).contains(first);

        tokens.touch(id, first.minusSeconds(1));
        assertThat(tokens.ofUser("alice").get(0).lastActivity()).contains(first);
        tokens.touch(id, first.plusSeconds(60));
        tokens.writeUses();
        assertThat(tokens.byId(id).orElseThrow().lastActivity()).contains(first.plusSeconds(60));
        assertThat(tokens.byId(other).orElseThrow().lastActivity()).contains(first.plusSeconds(1));
    }

    @Test
    void writesUsesDownBeforeItEnds(@TempDir Path folder) throws Exception {
        long id;
        try (HubStore one = TestStore.inFolder(folder, clock)) {
            TestStore.addUsers(one, "alice");
            id = one.tokens()
                    .add(new NewToken("alice", "c", Set.of(), "", Optional.empty(), Optional.empty()), VALUE)
                    .id();
            one.tokens().touch(id, TestStore.START);
        }
        try (HubStore again = TestStore.inFolder(folder, clock)) {
            assertThat(again.tokens().byId(id).orElseThrow().lastActivity()).contains(TestStore.START);
        }
    }

    @Test
    void refusesATokenOfNobodyAndAShortOne() {
        assertThatThrownBy(() -> add("ghost", "token-one"))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("\"ghost\"");
        assertThatThrownBy(() -> add("alice", "7-chars"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("7-chars");
    }

    @Test
    void endsWithItsUser() throws Exception {
        add("alice", "token-one");

        store.users().remove("alice");

        assertThat(tokens.find(Secret.of("token-one"))).isEmpty();
    }

    @Test
    void leavesNoCredentialInTheFile(@TempDir Path folder) throws Exception {
        try (HubStore onDisk = TestStore.inFolder(folder, clock)) {
            TestStore.addUsers(onDisk, "alice");
            onDisk.tokens().add(new NewToken("alice", "c", Set.of(), "", Optional.empty(), Optional.empty()), VALUE);
            onDisk.oauthClients()
                    .put(
                            new OAuthClient("c", "", "/callback", Set.of(), Optional.empty()),
                            Secret.of("client-secret-value"));
            onDisk.oauthCodes().add(Secret.of("oauth-code-value"), OAuthCodesTest.code("c", "alice"));
            onDisk.sessions()
                    .add(
                            Secret.of("login-cookie-value"),
                            new LoginSession("sid", "alice", TestStore.START, TestStore.START, TestStore.START));

            assertThat(TestStore.everyByteIn(folder))
                    .contains("sha512:1:")
                    .contains("sha512:16384:")
                    .doesNotContain(VALUE.reveal())
                    .doesNotContain("client-secret-value")
                    .doesNotContain("oauth-code-value")
                    .doesNotContain("login-cookie-value");
        }
    }

    /** Rounds make guesses dear, and nobody guesses what is random; they would be paid for by each start and each login. */
    @Test
    void hashesTheRandomSecretOfAServerOnce(@TempDir Path folder) throws Exception {
        try (HubStore onDisk = TestStore.inFolder(folder, clock)) {
            TestStore.addUsers(onDisk, "alice");
            OAuthClient server = new OAuthClient("c", "", "/callback", Set.of(), Optional.of(ServerRef.of("alice")));
            onDisk.oauthClients().put(server, Secret.of("secret-of-a-server"));

            assertThat(onDisk.oauthClients().verify("c", Secret.of("secret-of-a-server")))
                    .isTrue();
            assertThat(onDisk.oauthClients().verify("c", Secret.of("another"))).isFalse();
            assertThat(TestStore.everyByteIn(folder))
                    .contains("sha512:1:")
                    .doesNotContain("sha512:16384:")
                    .doesNotContain("secret-of-a-server");
        }
    }

    @Test
    void hashesAsThePeerDoes() {
        // Made with Python: sha512(b"0123456789abcdef" + b"token" * 3)
        String known = "sha512:3:0123456789abcdef:884983051de25a3b139582dabc4edddbed53e512f0714da01964165c4e68afa1"
                + "16b3a89c5cb53127dd19a7dafbe25e68f8e427ffa82d2102091388a59edda6ec";

        assertThat(Digests.matches(known, Secret.of("token"))).isTrue();
        assertThat(Digests.matches(known, Secret.of("Token"))).isFalse();
        assertThat(Digests.salted(Secret.of("token"), 3, new SecureRandom()))
                .matches("sha512:3:[0-9a-f]{16}:[0-9a-f]{128}")
                .isNotEqualTo(Digests.salted(Secret.of("token"), 3, new SecureRandom()));
    }

    private TokenRecord add(String owner, String value) throws ProviderException {
        return add(owner, "jupyterhub", "s", value);
    }

    private TokenRecord add(String owner, String client, String session, String value) throws ProviderException {
        return tokens.add(
                new NewToken(owner, client, Set.of(), "", Optional.of(session), Optional.empty()), Secret.of(value));
    }

    private static Optional<Instant> inAnHour() {
        return Optional.of(TestStore.START.plus(Duration.ofHours(1)));
    }
}
