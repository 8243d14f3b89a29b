package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.HubOrigin;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.Share;
import dev.hubwright.hub.store.ShareCode;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The API's JSON for shares and their codes. */
final class ShareModels {

    private final HubStore store;
    private final HubPaths paths;
    private final Optional<URI> publicUrl;
    private final HubOrigin origin;
    private final Paging.Limits limits;

    ShareModels(RestParts parts) {
        this.store = parts.store();
        this.paths = parts.paths();
        this.publicUrl = parts.publicUrl();
        this.origin = parts.origin();
        this.limits = parts.pages();
    }

    ObjectNode share(Share share) throws ProviderException {
        ObjectNode model = Json.object();
        model.set("server", server(share.server()));
        Models.array(model, "scopes", new TreeSet<>(share.scopes()));
        boolean group = share.recipient().isGroup();
        putNamed(
                model,
                "user",
                group ? Optional.empty() : Optional.of(share.recipient().name()));
        putNamed(model, "group", group ? Optional.of(share.recipient().name()) : Optional.empty());
        model.put("kind", group ? "group" : "user");
        model.put("created_at", Json.time(share.created()));
        return model;
    }

    ObjectNode code(ShareCode code) throws ProviderException {
        ObjectNode model = Json.object();
        model.set("server", server(code.server()));
        Models.array(model, "scopes", new TreeSet<>(code.scopes()));
        model.put("id", "sc_" + code.id());
        model.put("created_at", Json.time(code.created()));
        model.put("expires_at", Json.time(code.expires()));
        model.put("exchange_count", code.exchanges());
        Json.put(model, "last_exchanged_at", code.lastExchanged());
        return model;
    }

    /** The one time that the code itself is told. */
    ObjectNode fresh(ShareCode code, Secret value) throws ProviderException {
        ObjectNode model = code(code);
        String accept = paths.hub("accept-share") + "?code=" + value.reveal();
        model.put("code", value.reveal());
        model.put("accept_url", accept);
        model.put(
                "full_accept_url",
                publicUrl.map(url -> url.resolve(accept).toString()).orElse(null));
        return model;
    }

    private ObjectNode server(ServerRef server) throws ProviderException {
        ObjectNode model = Json.object();
        String prefix = ServerPaths.prefix(paths.base(), server);
        putNamed(model, "user", Optional.of(server.user()));
        model.put("name", server.name());
        model.put("url", prefix);
        model.put(
                "full_url", publicUrl.map(url -> url.resolve(prefix).toString()).orElse(null));
        model.put(
                "ready",
                store.servers()
                        .find(server)
                        .filter(record -> record.phase() == ServerPhase.READY)
                        .isPresent());
        return model;
    }

    private static void putNamed(ObjectNode model, String kind, Optional<String> name) {
        name.ifPresentOrElse(text -> model.putObject(kind).put("name", text), () -> model.putNull(kind));
    }

    /** How one of a list becomes JSON. */
    interface Shown<T> {
        ObjectNode of(T item) throws ProviderException;
    }

    /** A page of a list: these lists always say how to go on. */
    <T> Response page(Request request, List<T> all, Shown<T> shown) throws ProviderException {
        Paging paging = Paging.always(request, limits);
        ArrayNode items = Json.array();
        for (T item : paging.cut(all)) {
            items.add(shown.of(item));
        }
        return Json.ok(paging.page(out -> out.writeTree(items), all.size(), request, origin.of(request)));
    }
}
