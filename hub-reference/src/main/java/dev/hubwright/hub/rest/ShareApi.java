package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.Share;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API by which servers are shared, from the side of those whose servers they are. */
final class ShareApi {

    private final HubStore store;
    private final Visitors visitors;
    private final ShareModels models;
    private final ShareScopes scopes;
    private final Audit audit;

    ShareApi(HubStore store, Visitors visitors, ShareModels models, ShareScopes scopes, Audit audit) {
        this.store = store;
        this.visitors = visitors;
        this.models = models;
        this.scopes = scopes;
        this.audit = audit;
    }

    void addTo(Router router, HubPaths paths) {
        for (String path : new String[] {"shares/{owner}", "shares/{owner}/{server}"}) {
            router.add("GET", paths.api(path), this::list);
            router.add("POST", paths.api(path), this::grant);
            router.add("PATCH", paths.api(path), this::revoke);
            router.add("DELETE", paths.api(path), this::revokeAll);
        }
    }

    private Response list(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        Optional<ServerRef> server = SharePaths.server(request);
        if (server.isEmpty()) {
            UserRecord owner = Access.user(store, visitor, "read:shares", request.path("owner"));
            return models.page(request, store.shares().ofOwner(owner.name()), models::share);
        }
        ServerRef one = SharePaths.known(store, Access.server(store, visitor, "read:shares", server.get()));
        List<Share> ofServer = store.shares().ofOwner(one.user()).stream()
                .filter(share -> share.server().equals(one))
                .toList();
        return models.page(request, ofServer, models::share);
    }

    private Response grant(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        ServerRef server = Access.server(store, visitor, "shares", SharePaths.oneServer(request));
        ObjectNode body = Json.body(request, "scopes", "user", "group");
        Share.Recipient recipient = recipient(body);
        Set<String> granted = scopes.granted(body, server, visitor);
        SharePaths.known(store, server);
        checkRecipient(visitor, recipient);
        Share share = store.shares().grant(server, recipient, granted);
        audit.record("share-granted", visitor.name(), details(share.server(), recipient));
        return Json.ok(models.share(share));
    }

    private void checkRecipient(Visitor visitor, Share.Recipient recipient) throws ProviderException {
        String scope = recipient.isGroup() ? "read:groups:name" : "read:users:name";
        boolean may = recipient.isGroup()
                ? visitor.scopes().allowsGroup(scope, recipient.name())
                : visitor.scopes().allows(scope, recipient.name());
        if (!may) {
            throw new HttpError(403, "Sharing with somebody by name needs the scope " + scope + " for them");
        }
        boolean known = recipient.isGroup()
                ? store.groups().find(recipient.name()).isPresent()
                : store.users().find(recipient.name()).isPresent();
        if (!known) {
            throw new HttpError(400, "There is no " + kind(recipient) + " " + recipient.name());
        }
    }

    /**
     * Takes scopes of one recipient back; what is left, or nothing. Whoever shares may do so by name alone, as in
     * JupyterHub: it tells nobody who there is, because those without a share and those who do not exist look the same.
     */
    private Response revoke(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        ServerRef server = Access.server(store, visitor, "shares", SharePaths.oneServer(request));
        ObjectNode body = Json.body(request, "scopes", "user", "group");
        Share.Recipient recipient = recipient(body);
        Optional<Set<String>> taken = scopes.read(body, server);
        Optional<Share> share = store.shares().find(SharePaths.known(store, server), recipient);
        if (share.isEmpty()) {
            return Json.ok(Json.object());
        }
        Optional<Share> left = store.shares()
                .revoke(server, recipient, taken.orElse(share.get().scopes()));
        audit.record("share-revoked", visitor.name(), details(server, recipient));
        return Json.ok(left.isPresent() ? models.share(left.get()) : Json.object());
    }

    private Response revokeAll(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        ServerRef server = Access.server(store, visitor, "shares", SharePaths.oneServer(request));
        store.shares().revokeAll(SharePaths.known(store, server));
        audit.record("share-revoked", visitor.name(), Map.of("server", server.toString()));
        return Response.status(204);
    }

    private static Share.Recipient recipient(ObjectNode body) {
        JsonNode user = body.path("user");
        JsonNode group = body.path("group");
        if (isText(user) == isText(group)) {
            throw new HttpError(400, "Name exactly one of user and group");
        }
        return isText(user) ? Share.Recipient.user(user.asText()) : Share.Recipient.group(group.asText());
    }

    private static boolean isText(JsonNode node) {
        return node.isTextual() && !node.asText().isEmpty();
    }

    private static Map<String, String> details(ServerRef server, Share.Recipient recipient) {
        return Map.of("server", server.toString(), kind(recipient), recipient.name());
    }

    private static String kind(Share.Recipient recipient) {
        return recipient.isGroup() ? "group" : "user";
    }
}
