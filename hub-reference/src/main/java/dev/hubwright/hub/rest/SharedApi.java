package dev.hubwright.hub.rest;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
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

/** The API by which servers are shared, from the side of those whom they are shared with. */
final class SharedApi {

    private final HubStore store;
    private final Visitors visitors;
    private final ShareModels models;
    private final Audit audit;

    SharedApi(HubStore store, Visitors visitors, ShareModels models, Audit audit) {
        this.store = store;
        this.visitors = visitors;
        this.models = models;
        this.audit = audit;
    }

    void addTo(Router router, HubPaths paths) {
        for (String kind : new String[] {"users/{user}", "groups/{group}"}) {
            router.add("GET", paths.api(kind + "/shared"), this::list);
            for (String server : new String[] {"{owner}", "{owner}/{server}"}) {
                router.add("GET", paths.api(kind + "/shared/" + server), this::get);
                router.add("DELETE", paths.api(kind + "/shared/" + server), this::leave);
            }
        }
    }

    private Response list(Request request) throws ProviderException, InterruptedException {
        Share.Recipient recipient = permitted(request, visitors.forApi(request), "read:users:shares");
        return models.page(
                request,
                recipient.isGroup()
                        ? store.shares().ofGroup(recipient.name())
                        : store.shares().ofUser(recipient.name()),
                models::share);
    }

    private Response get(Request request) throws ProviderException, InterruptedException {
        return Json.ok(models.share(find(request, visitors.forApi(request), "read:users:shares")));
    }

    private Response leave(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        Share share = find(request, visitor, "users:shares");
        store.shares().remove(share);
        audit.record(
                "share-left", visitor.name(), Map.of("server", share.server().toString()));
        return Response.status(204);
    }

    private Share find(Request request, Visitor visitor, String scope) throws ProviderException {
        Share.Recipient recipient = permitted(request, visitor, scope);
        ServerRef server = SharePaths.server(request)
                .orElseThrow(() -> new HttpError(404, "Name the server: owner/name, or owner/ with a slash"));
        return store.shares()
                .find(server, recipient)
                .orElseThrow(() -> new HttpError(404, recipient.name() + " has no share of the server " + server));
    }

    /** Scopes of groups are spelt as those of users, with another word. */
    private Share.Recipient permitted(Request request, Visitor visitor, String scopeOfUsers) throws ProviderException {
        if (request.hasPath("user")) {
            return Share.Recipient.user(Access.user(store, visitor, scopeOfUsers, request.path("user"))
                    .name());
        }
        String scope = scopeOfUsers.replace("users:", "groups:");
        return Share.Recipient.group(Access.group(store, visitor, List.of(scope), request.path("group"))
                .name());
    }
}
