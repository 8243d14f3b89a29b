package dev.hubwright.hub.servers;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.ServerCredentials;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnerSettings;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.scopes.Holder;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.OAuthClient;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.store.Tokens;
import dev.hubwright.hub.web.HubPaths;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Gives each server a token of its own, which is also its secret as OAuth client. */
public final class HubCredentials implements ServerCredentials {

    private static final int TOKEN_LENGTH = 32;

    private final HubStore store;
    private final Roles roles;
    private final RandomText random;
    private final HubPaths paths;
    private final Settings settings;

    /**
     * Takes what it works with.
     *
     * @param roles what the token of a server may do
     * @param settings of the spawner, which say what further scopes tokens have
     */
    public HubCredentials(HubStore store, Roles roles, RandomText random, HubPaths paths, Settings settings) {
        this.store = store;
        this.roles = roles;
        this.random = random;
        this.paths = paths;
        this.settings = settings;
    }

    @Override
    public Issued issue(ServerRef server, String spawnId) throws ProviderException {
        String clientId = ServerPaths.clientId(server);
        String prefix = ServerPaths.prefix(paths.base(), server);
        Secret value = Secret.of(random.hexadecimal(TOKEN_LENGTH));
        OAuthClient client = new OAuthClient(
                clientId,
                "Server at " + prefix,
                paths.serverOrigin(server.user()) + prefix + "oauth_callback",
                spelt(
                        settings.get(SpawnerSettings.OAUTH_CLIENT_ALLOWED_SCOPES),
                        server,
                        "access:servers!server=" + server),
                Optional.of(server));
        Set<String> scopes =
                spelt(ofServers(), server, "users:activity!user=" + server.user(), "access:servers!server=" + server);
        // Clients of the API tell a server's own requests from a person's by how this note begins.
        Tokens.NewToken token = new Tokens.NewToken(
                server.user(), Tokens.HUB_CLIENT, scopes, "Server at " + prefix, Optional.empty(), Optional.empty());
        long id = store.admitServer(client, token, value).id();
        return new Issued(Long.toString(id), value);
    }

    private Collection<String> ofServers() {
        List<String> own = settings.get(SpawnerSettings.SERVER_TOKEN_SCOPES);
        return own.isEmpty() ? roles.find(Role.SERVER).orElseThrow().scopes() : own;
    }

    /** Short forms are spelt out for this server; what its owner may not do is taken away whenever a token is used. */
    private Set<String> spelt(Collection<String> further, ServerRef server, String... always) throws ProviderException {
        Set<String> texts = new TreeSet<>(further);
        texts.addAll(List.of(always));
        Set<String> spelt = new TreeSet<>(
                roles.read(texts, Holder.user(server.user()).through(server)).texts());
        if (texts.contains("inherit")) {
            spelt.add("inherit");
        }
        return spelt;
    }

    /**
     * Takes back what was given out for a start that no record knows of, because the hub died before it was written
     * down. Nobody has ever seen such a token. To be called before any server is started.
     */
    public void takeBackUnrecorded() throws ProviderException {
        for (OAuthClient client : store.oauthClients().all()) {
            if (client.server().isPresent() && !isRecorded(client.server().get())) {
                for (TokenRecord token :
                        store.tokens().ofUser(client.server().get().user())) {
                    if (token.note().equals(client.description())) {
                        store.tokens().revoke(token.id());
                    }
                }
                store.oauthClients().remove(client.id());
            }
        }
    }

    private boolean isRecorded(ServerRef server) throws ProviderException {
        return store.servers().find(server).flatMap(ServerRecord::tokenId).isPresent();
    }

    @Override
    public void revoke(ServerRef server, String tokenId) throws ProviderException {
        store.dismissServer(ServerPaths.clientId(server), Long.parseLong(tokenId));
    }
}
