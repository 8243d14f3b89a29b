package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.login.TokenLife;
import dev.hubwright.hub.login.TokenScopes;
import dev.hubwright.hub.login.UpstreamTokens;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.servers.Servers;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.time.Clock;

/** Puts the operations of the REST API at their paths. */
public final class RestApi {

    private final HubPaths paths;
    private final String version;
    private final UserApi users;
    private final ServerApi servers;
    private final TokenApi tokens;
    private final UpstreamTokenApi upstreamTokens;
    private final IdentityApi identity;

    /**
     * Takes what it works with.
     *
     * @param version what clients are told: a version of JupyterHub's API, in the form of PEP 440
     */
    public RestApi(
            HubStore store,
            Visitors visitors,
            Roles roles,
            Servers servers,
            RandomText random,
            TokenLife tokenLife,
            UpstreamTokens upstreamTokens,
            Clock clock,
            HubPaths paths,
            String version) {
        Models models = new Models(paths, roles);
        this.paths = paths;
        this.version = version;
        this.users = new UserApi(store, visitors, models, clock);
        this.servers = new ServerApi(store, visitors, servers);
        this.upstreamTokens = new UpstreamTokenApi(visitors, upstreamTokens, clock);
        this.identity = new IdentityApi(visitors, upstreamTokens);
        this.tokens = new TokenApi(store, visitors, new TokenScopes(roles), models, random, tokenLife);
    }

    /** Adds its routes. */
    public void addTo(Router router) {
        router.add("GET", paths.hub("api"), this::version);
        router.add("GET", paths.api("user"), users::whoAmI);
        router.add("GET", paths.api("users/{user}"), users::user);
        router.add("POST", paths.api("users/{user}/activity"), users::activity);
        router.add("GET", paths.api("users/{user}/tokens"), tokens::list);
        router.add("POST", paths.api("users/{user}/tokens"), tokens::create);
        router.add("GET", paths.api("users/{user}/tokens/{token}"), tokens::get);
        router.add("DELETE", paths.api("users/{user}/tokens/{token}"), tokens::delete);
        router.add("POST", paths.api("upstream-token"), upstreamTokens::post);
        router.add("GET", paths.api("identity/token"), identity::get);
        for (String server : new String[] {"server", "servers/{server}"}) {
            String path = paths.api("users/{user}/" + server);
            router.add("POST", path, servers::start);
            router.add("DELETE", path, servers::stop);
            router.add("GET", path + "/progress", servers::progress);
        }
    }

    private Response version(Request request) {
        ObjectNode answer = Json.object();
        answer.put("version", version);
        return Json.ok(answer).with("access-control-allow-origin", "*");
    }
}
