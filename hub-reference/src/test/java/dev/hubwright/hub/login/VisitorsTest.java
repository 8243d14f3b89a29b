package dev.hubwright.hub.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.auth.UserStore;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.store.Tokens.NewToken;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisitorsTest {

    private static final Secret COOKIE = Secret.of("the-cookie-of-alice-0123456789-0123456789");

    @TempDir
    Path folder;

    @Test
    void keepsTheSessionWhileNobodyCanSayWhetherItIsGood() throws Exception {
        try (HubStore store = HubStore.open("sqlite:///hub.sqlite", folder, CryptKeys.none(), Clock.systemUTC())) {
            Instant now = Instant.now();
            store.users().update("alice", none -> UserRecord.created("alice", false, now));
            store.sessions().add(COOKIE, new LoginSession("0123456789abcdef", "alice", now, now, now.plusSeconds(600)));
            Visitors visitors = visitors(store, new UserStoreOutOfReach());

            assertThatThrownBy(() -> visitors.byCookie(request())).isInstanceOf(ProviderException.class);

            assertThat(store.sessions().find(COOKIE)).isPresent();
        }
    }

    @Test
    void knowsTheServersOfWhoeverComesWithAToken() throws Exception {
        try (HubStore store = HubStore.open("sqlite:///hub.sqlite", folder, CryptKeys.none(), Clock.systemUTC())) {
            store.users().update("alice", none -> UserRecord.created("alice", false, Instant.now()));
            store.tokens()
                    .add(new NewToken("alice", "", Set.of("self"), "", Optional.empty(), Optional.empty()), COOKIE);
            Visitors visitors = visitors(store, store.users());
            assertThat(serversOf(visitors)).isEmpty();

            ServerRef server = new ServerRef("alice", "lab");
            ServerRecord added = store.servers().update(server, record -> record.withPhase(ServerPhase.STARTING));
            assertThat(serversOf(visitors)).containsExactly(added);

            ServerRecord changed = store.servers().update(server, record -> record.withPhase(ServerPhase.READY));
            assertThat(serversOf(visitors)).containsExactly(changed);

            store.servers().remove(server);
            assertThat(serversOf(visitors)).isEmpty();
        }
    }

    /** Whoever culls people goes by it. */
    @Test
    void notesThatPeopleAreThereAndNotWhatTheirServersDo() throws Exception {
        Instant begin = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.MICROS);
        try (HubStore store = HubStore.open("sqlite:///hub.sqlite", folder, CryptKeys.none(), Clock.systemUTC())) {
            for (String name : List.of("alice", "bob", "carol")) {
                store.users().update(name, none -> UserRecord.created(name, false, begin));
            }
            store.sessions()
                    .add(COOKIE, new LoginSession("0123456789abcdef", "alice", begin, begin, begin.plusSeconds(6000)));
            Secret bobs = Secret.of("token-of-bob");
            store.tokens().add(new NewToken("bob", "", Set.of("self"), "", Optional.empty(), Optional.empty()), bobs);
            Secret servers = Secret.of("token-of-the-server-of-carol");
            String id = Long.toString(store.tokens()
                    .add(new NewToken("carol", "", Set.of("self"), "", Optional.empty(), Optional.empty()), servers)
                    .id());
            store.servers().update(ServerRef.of("carol"), record -> record.withTokenId(Optional.of(id)));
            Visitors visitors = visitors(store, store.users());

            assertThat(visitors.byCookie(request())).isPresent();
            assertThat(visitors.byToken(bobs)).isPresent();
            assertThat(visitors.byToken(servers)).isPresent();
            store.writeUses();

            assertThat(lastActivity(store, "alice")).isAfter(begin);
            assertThat(lastActivity(store, "bob")).isAfter(begin);
            assertThat(store.users().find("carol").orElseThrow().lastActivity()).isEmpty();
            assertThat(store.sessions().ofUser("alice").get(0).lastUsed()).isAfter(begin);
        }
    }

    private static Instant lastActivity(HubStore store, String user) throws ProviderException {
        return store.users().find(user).orElseThrow().lastActivity().orElseThrow();
    }

    private static List<ServerRecord> serversOf(Visitors visitors) throws ProviderException {
        return visitors.byToken(COOKIE).orElseThrow().servers().orElseThrow();
    }

    private static Visitors visitors(HubStore store, UserStore users) {
        LoginPipeline pipeline = LoginPipeline.builder()
                .authenticator(
                        "default",
                        request -> AuthResult.granted(Identity.of(request.username())),
                        LoginRules.allowAll())
                .users(users)
                .build();
        XsrfTokens xsrf = new XsrfTokens(
                new Signer(Secret.of("secret")),
                new RandomText(new SecureRandom()),
                Clock.systemUTC(),
                Duration.ofDays(14));
        return new Visitors(
                store,
                pipeline,
                Roles.standard(group -> Set.of()),
                xsrf,
                new RepeatedLogins(Map.of(), null),
                ServiceAccounts.none(),
                new HubPaths("/"),
                Clock.systemUTC());
    }

    private static Request request() {
        String cookie = "jupyterhub-hub-login=" + COOKIE.reveal();
        return Request.of("GET", "/hub/home", List.of(Map.entry("Cookie", cookie)), new byte[0], "127.0.0.1");
    }

    private static final class UserStoreOutOfReach implements UserStore {

        @Override
        public Optional<UserRecord> find(String name) throws ProviderException {
            throw ProviderException.retryable("Try again", "The database does not answer");
        }

        @Override
        public List<UserRecord> all() throws ProviderException {
            throw ProviderException.retryable("Try again", "The database does not answer");
        }

        @Override
        public UserRecord update(String name, Function<Optional<UserRecord>, UserRecord> change)
                throws ProviderException {
            throw ProviderException.retryable("Try again", "The database does not answer");
        }

        @Override
        public void remove(String name) throws ProviderException {
            throw ProviderException.retryable("Try again", "The database does not answer");
        }
    }
}
