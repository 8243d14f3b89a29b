package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerPhase;
import dev.hubwright.api.spawn.ServerRef;
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

    private static final int USUAL_LIMIT = 50;
    private static final int MOST = 200;

    private final HubStore store;
    private final HubPaths paths;
    private final Optional<URI> publicUrl;

    ShareModels(HubStore store, HubPaths paths, Optional<URI> publicUrl) {
        this.store = store;
        this.paths = paths;
        this.publicUrl = publicUrl;
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
        int offset = Math.max(0, Paging.number(request, "offset").orElse(0));
        int limit = Math.max(1, Math.min(MOST, Paging.number(request, "limit").orElse(USUAL_LIMIT)));
        int end = Math.min(all.size(), offset + limit);
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray("items");
        for (T item : all.subList(Math.min(offset, all.size()), end)) {
            items.add(shown.of(item));
        }
        ObjectNode pagination = answer.putObject("_pagination");
        pagination.put("offset", offset).put("limit", limit).put("total", all.size());
        if (end < all.size()) {
            String host = request.header("host").orElse("");
            String scheme = request.header("x-forwarded-proto").orElse("http").split(",")[0];
            String url = scheme + "://" + host + request.rawPath() + "?offset=" + end + "&limit=" + limit;
            pagination.putObject("next").put("offset", end).put("limit", limit).put("url", url);
        } else {
            pagination.putNull("next");
        }
        return Json.ok(answer);
    }
}
