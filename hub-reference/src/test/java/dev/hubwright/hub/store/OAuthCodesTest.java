package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.contract.ManualClock;
import dev.hubwright.api.contract.Together;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.store.OAuthCodes.Code;
import dev.hubwright.hub.store.Tokens.NewToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and the codes that are sent to them. */
class OAuthCodesTest {

    private static final Secret CODE = Secret.of("a-code-of-thirty-characters-00");
    private static final OAuthClient CLIENT = new OAuthClient(
            "jupyterhub-user-alice",
            "Server of alice",
            "/user/alice/oauth_callback",
            Set.of("access:servers!server=alice/"),
            Optional.of(ServerRef.of("alice")));

    private final ManualClock clock = new ManualClock(TestStore.START);

    @TempDir
    private Path folder;

    private HubStore store;

    @BeforeEach
    void begin() throws ProviderException {
        store = open(clock);
        TestStore.addUsers(store, "alice", "admin");
        store.oauthClients().put(CLIENT, Secret.of("secret"));
    }

    HubStore open(ManualClock clock) {
        return TestStore.inFolder(folder, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    static Code code(String client, String user) {
        return new Code(
                client,
                user,
                "/callback",
                Set.of("self"),
                Optional.of("sid"),
                Optional.of("challenge"),
                Optional.of("S256"));
    }

    @Test
    void givesACodeOnce() throws Exception {
        store.oauthCodes().add(CODE, code(CLIENT.id(), "alice"));

        assertThat(store.oauthCodes().take(Secret.of("another"))).isEmpty();
        assertThat(store.oauthCodes().take(CODE)).contains(code(CLIENT.id(), "alice"));
        assertThat(store.oauthCodes().take(CODE)).isEmpty();
    }

    @Test
    void givesACodeToOneOfManyWhoRace() throws Exception {
        store.oauthCodes().add(CODE, code(CLIENT.id(), "alice"));

        try (HubStore replica = open(clock)) {
            var both = Together.run(20, () -> {
                boolean even = Thread.currentThread().getId() % 2 == 0;
                return (even ? store : replica).oauthCodes().take(CODE);
            });
            assertThat(both.stream().filter(Optional::isPresent)).hasSize(1);
        }
    }

    @Test
    void givesNoCodeAfterFiveMinutes() throws Exception {
        store.oauthCodes().add(CODE, code(CLIENT.id(), "alice"));

        clock.advance(Duration.ofSeconds(300));

        assertThat(store.oauthCodes().take(CODE)).isEmpty();
    }

    @Test
    void refusesACodeOfAnUnknownClient() {
        assertThatThrownBy(() -> store.oauthCodes().add(CODE, code("nobody", "alice")))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("\"nobody\"");
    }

    @Test
    void keepsAndReplacesAClient() throws Exception {
        OAuthClient service = new OAuthClient("a-service", "S", "https://s/cb", Set.of(), Optional.empty());
        store.oauthCodes().add(CODE, code(CLIENT.id(), "alice"));

        store.oauthClients().put(service, Secret.of(""));
        store.oauthClients().put(CLIENT, Secret.of("newer"));

        assertThat(store.oauthClients().all()).containsExactly(service, CLIENT);
        assertThat(store.oauthClients().find(CLIENT.id())).contains(CLIENT);
        assertThat(store.oauthClients().verify(CLIENT.id(), Secret.of("newer"))).isTrue();
        assertThat(store.oauthClients().verify(CLIENT.id(), Secret.of("secret")))
                .isFalse();
        assertThat(store.oauthCodes().take(CODE)).isPresent();
    }

    @Test
    void verifiesNoSecretOfAClientWithoutOne() throws Exception {
        store.oauthClients().put(CLIENT, Secret.of(""));

        assertThat(store.oauthClients().verify(CLIENT.id(), Secret.of(""))).isFalse();
        assertThat(store.oauthClients().verify("unknown", Secret.of(""))).isFalse();
    }

    @Test
    void takesCodesAndTokensAlongWhenAClientGoes() throws Exception {
        store.oauthCodes().add(CODE, code(CLIENT.id(), "admin"));
        addTokenOfAdmin();

        store.oauthClients().remove(CLIENT.id());

        assertThat(store.oauthCodes().take(CODE)).isEmpty();
        assertThat(store.tokens().ofUser("admin")).isEmpty();
        assertThat(store.oauthClients().all()).isEmpty();
    }

    @Test
    void takesOtherPeoplesTokensForAServerAlongWhenItsOwnerGoes() throws Exception {
        addTokenOfAdmin();

        store.users().remove("alice");

        assertThat(store.tokens().ofUser("admin")).isEmpty();
        assertThat(store.oauthClients().all()).isEmpty();
    }

    private void addTokenOfAdmin() throws ProviderException {
        store.tokens()
                .add(
                        new NewToken("admin", CLIENT.id(), Set.of(), "", Optional.empty(), Optional.empty()),
                        Secret.of("token-of-admin"));
    }
}
