package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.contract.ManualClock;
import dev.hubwright.api.spawn.SupervisorOptions;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.store.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A whole hub in the test's own JVM, on free ports, with a look into its database.
 *
 * <p>Everybody has the same password; {@code admin} is an administrator, {@code mallory} is blocked.
 */
final class WholeHub implements AutoCloseable {

    final ManualClock clock =
            new ManualClock(Instant.now().truncatedTo(ChronoUnit.MICROS).minus(Duration.ofMinutes(1)));
    final LittleServers servers;
    final Hub hub;
    final HubStore store;

    WholeHub(Path folder) throws Exception {
        this(folder, builder -> {});
    }

    WholeHub(Path folder, Consumer<HubBuilder> changes) throws Exception {
        this(folder, new LittleServers(), changes);
    }

    /** One that may find servers of an earlier run. */
    WholeHub(Path folder, LittleServers servers, Consumer<HubBuilder> changes) throws Exception {
        this.servers = servers;
        HubBuilder builder = Hub.builder()
                .bind("127.0.0.1", 0)
                .hubBind("127.0.0.1", 0)
                .dataFolder(folder)
                .clock(clock)
                .supervisor(SupervisorOptions.builder().retryDelay(Duration.ofMillis(50)))
                .spawner(servers);
        changes.accept(builder);
        if (builder.authenticators.isEmpty()) {
            builder.authenticator(
                    request -> request.password().reveal().equals(RunningHub.PASSWORD)
                            ? AuthResult.granted(Identity.of(request.username()))
                            : AuthResult.denied(DenialReason.BAD_CREDENTIALS),
                    rules().build());
        }
        hub = builder.start();
        store = HubStore.open("sqlite:///hubwright.sqlite", folder, CryptKeys.none(), clock);
    }

    static LoginRules.Builder rules() {
        return LoginRules.builder().allowAll(true).adminUsers(Set.of("admin")).blockedUsers(Set.of("mallory"));
    }

    WebClient browser() {
        return new WebClient(hub.url());
    }

    /** A browser with somebody logged in. */
    WebClient browserOf(String user) {
        WebClient browser = browser();
        browser.logIn(user);
        return browser;
    }

    /** The API for somebody who has a token of these scopes, {@code inherit} for everything. */
    Api api(String user, String... scopes) throws ProviderException {
        makeUser(user);
        return new Api(browser(), addToken(user, Optional.empty(), scopes).reveal());
    }

    void makeUser(String user) throws ProviderException {
        store.users()
                .update(
                        user,
                        known ->
                                known.orElseGet(() -> UserRecord.created(user, user.equals("admin"), clock.instant())));
    }

    Secret addToken(String user, Optional<Instant> expires, String... scopes) throws ProviderException {
        return addToken(user, "jupyterhub", expires, scopes);
    }

    /** One that a person has through an OAuth client, such as {@code jupyterhub-user-alice}, which is alice's server. */
    Secret addToken(String user, String clientId, Optional<Instant> expires, String... scopes)
            throws ProviderException {
        Secret value = Secret.of(UUID.randomUUID().toString());
        TokenRecord token = store.tokens()
                .add(
                        new Tokens.NewToken(
                                user,
                                clientId,
                                scopes.length == 0 ? Set.of("inherit") : Set.of(scopes),
                                "of a test",
                                Optional.empty(),
                                expires),
                        value);
        return token.owner().equals(user) ? value : Secret.of("");
    }

    /** Ends the hub and leaves its servers running. */
    void closeHubOnly() {
        store.close();
        hub.close();
    }

    @Override
    public void close() {
        closeHubOnly();
        servers.stopAll();
    }

    /** A program that uses the REST API with one token. */
    record Api(WebClient client, String token) {

        WebClient.Answer get(String operation) {
            return client.get("/hub/api/" + operation, "Authorization", "token " + token);
        }

        WebClient.Answer post(String operation, String json) {
            return client.json("POST", "/hub/api/" + operation, json, "Authorization", "Bearer " + token);
        }

        WebClient.Answer send(String method, String operation, String json) {
            return client.json(method, "/hub/api/" + operation, json, "Authorization", "token " + token);
        }

        WebClient.Answer delete(String operation) {
            return delete(operation, "");
        }

        WebClient.Answer delete(String operation, String json) {
            return client.json("DELETE", "/hub/api/" + operation, json, "Authorization", "token " + token);
        }
    }
}
