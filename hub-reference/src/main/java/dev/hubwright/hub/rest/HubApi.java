package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The API about the hub itself: its version, its proxy, its end. */
final class HubApi {

    private final RestParts parts;
    private final Paging.Limits limits;

    HubApi(RestParts parts, Paging.Limits limits) {
        this.parts = parts;
        this.limits = limits;
    }

    /** {@code GET /}, for everybody. */
    Response version(Request request) {
        ObjectNode answer = Json.object();
        answer.put("version", parts.protocolVersion());
        return Json.ok(answer).with("access-control-allow-origin", "*");
    }

    /** {@code GET /info}: clients look for Python's version too, of which there is none. */
    Response info(Request request) throws ProviderException, InterruptedException {
        Access.everywhere(parts.visitors().forApi(request), "read:hub");
        HubControl.About about = parts.control().about();
        ObjectNode answer = Json.object();
        answer.put("version", parts.protocolVersion());
        answer.put("python", "");
        answer.put("sys_executable", "");
        answer.put("hubwright", about.version());
        answer.put("java", Runtime.version().toString());
        kind(answer.putObject("authenticator"), about.authenticators(), about.version());
        kind(answer.putObject("spawner"), about.spawners(), about.version());
        return Json.ok(answer);
    }

    private static void kind(ObjectNode model, Map<String, String> kinds, String version) {
        model.put("class", String.join(", ", new TreeMap<>(kinds).values()));
        model.put("version", version);
    }

    /** {@code GET /proxy}: the routes by path. */
    Response routes(Request request) throws ProviderException, InterruptedException {
        Access.everywhere(parts.visitors().forApi(request), "proxy");
        Map<String, Routes.Route> all = new TreeMap<>(parts.control().routes().all());
        Paging paging = Paging.of(request, limits);
        ObjectNode page = Json.object();
        for (String path : paging.cut(new ArrayList<>(all.keySet()))) {
            String spec = path.endsWith("/") ? path : path + "/";
            Routes.Route route = all.get(path);
            ObjectNode model = page.putObject(spec);
            model.put("routespec", spec);
            model.put("target", route.target().toString());
            ObjectNode data = model.putObject("data");
            data.setAll((ObjectNode) Json.tree(route.data()));
            data.put("last_activity", Json.time(route.lastActivity()));
        }
        return paging.answer(
                out -> out.writeTree(page), all.size(), request, parts.origin().of(request));
    }

    /** {@code POST /proxy}: puts right at once what is looked at every few seconds anyway. */
    Response checkProxy(Request request) throws ProviderException, InterruptedException {
        Access.everywhere(parts.visitors().forApi(request), "proxy");
        parts.control().checkProxy();
        return Response.status(200);
    }

    /** {@code PATCH /proxy}: the proxy has moved. */
    Response moveProxy(Request request) throws ProviderException, InterruptedException {
        Access.everywhere(parts.visitors().forApi(request), "proxy");
        // What CHP is told besides is its own affair.
        Body body = Body.of(request, "api_url", "auth_token", "ip", "port", "protocol");
        Optional<URI> api = body.text("api_url").map(HubApi::address);
        Optional<Secret> token = body.text("auth_token").map(Secret::of);
        if (api.isEmpty() && token.isEmpty()) {
            throw new HttpError(400, "Say the new api_url, the new auth_token, or both");
        }
        if (!parts.control().moveProxy(api, token)) {
            throw new HttpError(400, "The hub runs a proxy of its own, which is nowhere else");
        }
        return Response.status(200);
    }

    private static URI address(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getScheme() != null
                    && uri.getRawAuthority() != null
                    && uri.getScheme().startsWith("http")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, "api_url is not an address");
        }
        throw new HttpError(400, "api_url must be an address such as http://proxy:8001");
    }

    /** {@code POST /shutdown}. */
    Response shutDown(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        Access.everywhere(visitor, "shutdown");
        Body body = Body.of(request, "proxy", "servers");
        // A proxy of the hub's own ends with it, and one in another process is not the hub's to end.
        body.flag("proxy");
        Optional<Boolean> servers = body.flag("servers");
        parts.audit()
                .record(
                        "shutdown",
                        visitor.name(),
                        Map.of("servers", servers.map(String::valueOf).orElse("")));
        parts.control().shutDown(servers);
        ObjectNode answer = Json.object();
        answer.put("message", "Shutting down");
        return Response.json(202, answer.toString());
    }
}
