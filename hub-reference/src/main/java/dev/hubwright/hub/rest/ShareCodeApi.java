package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.ShareCode;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API about codes that people get shares by. */
final class ShareCodeApi {

    private static final int CODE_LENGTH = 32;
    private static final long SHORTEST = 60;
    private static final long LONGEST = 365L * 24 * 3600;
    private static final long USUAL = 24 * 3600;

    private final HubStore store;
    private final Visitors visitors;
    private final ShareModels models;
    private final ShareScopes scopes;
    private final RandomText random;
    private final Audit audit;

    ShareCodeApi(
            HubStore store, Visitors visitors, ShareModels models, ShareScopes scopes, RandomText random, Audit audit) {
        this.store = store;
        this.visitors = visitors;
        this.models = models;
        this.scopes = scopes;
        this.random = random;
        this.audit = audit;
    }

    void addTo(Router router, HubPaths paths) {
        for (String path : new String[] {"share-codes/{owner}", "share-codes/{owner}/{server}"}) {
            router.add("GET", paths.api(path), this::list);
            router.add("POST", paths.api(path), this::create);
            router.add("DELETE", paths.api(path), this::delete);
        }
    }

    private Response list(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        Optional<ServerRef> server = SharePaths.server(request);
        if (server.isEmpty()) {
            UserRecord owner = Access.user(store, visitor, "read:shares", request.path("owner"));
            return models.page(request, store.shareCodes().ofOwner(owner.name()), models::code);
        }
        ServerRef one = Access.server(store, visitor, "read:shares", server.get());
        return models.page(request, ofServer(SharePaths.known(store, one)), models::code);
    }

    private Response create(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        ServerRef server = Access.server(store, visitor, "shares", SharePaths.oneServer(request));
        ObjectNode body = Json.body(request, "scopes", "expires_in");
        Duration life = life(body.path("expires_in"));
        Set<String> granted = scopes.granted(body, server, visitor);
        Secret value = random.secret(CODE_LENGTH);
        ShareCode code = store.shareCodes().add(value, SharePaths.known(store, server), granted, life);
        audit.record("share-code-made", visitor.name(), Map.of("server", server.toString()));
        return Response.json(200, models.fresh(code, value).toString()).with("cache-control", "no-store");
    }

    private static Duration life(JsonNode seconds) {
        if (seconds.isMissingNode()) {
            return Duration.ofSeconds(USUAL);
        }
        if (!seconds.isIntegralNumber()
                || !seconds.canConvertToLong()
                || seconds.asLong() < SHORTEST
                || seconds.asLong() > LONGEST) {
            throw new HttpError(
                    400, "expires_in must be a whole number of seconds from " + SHORTEST + " to " + LONGEST);
        }
        return Duration.ofSeconds(seconds.asLong());
    }

    /** One by its {@code code} or {@code id}; all of a server where neither is said. */
    private Response delete(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        ServerRef server = Access.server(store, visitor, "shares", SharePaths.oneServer(request));
        Optional<String> value = request.query("code");
        Optional<String> id = request.query("id");
        List<ShareCode> ended = ofServer(SharePaths.known(store, server));
        if (value.isPresent()) {
            Optional<ShareCode> one = store.shareCodes().find(Secret.of(value.get()));
            ended = ended.stream().filter(code -> one.equals(Optional.of(code))).toList();
        } else if (id.isPresent()) {
            ended = ended.stream()
                    .filter(code -> id.get().equals("sc_" + code.id()))
                    .toList();
        }
        if (ended.isEmpty() && (value.isPresent() || id.isPresent())) {
            throw new HttpError(404, "There is no such code for the server " + server);
        }
        for (ShareCode code : ended) {
            store.shareCodes().remove(code);
        }
        audit.record("share-codes-ended", visitor.name(), Map.of("server", server.toString()));
        return Response.status(204);
    }

    private List<ShareCode> ofServer(ServerRef server) throws ProviderException {
        return store.shareCodes().ofOwner(server.user()).stream()
                .filter(code -> code.server().equals(server))
                .toList();
    }
}
