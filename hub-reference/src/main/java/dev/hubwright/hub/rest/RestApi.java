package dev.hubwright.hub.rest;

import dev.hubwright.hub.login.TokenScopes;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Router;

/** Puts the operations of the REST API at their paths. */
public final class RestApi {

    private final HubPaths paths;
    private final HubApi hub;
    private final UserApi user;
    private final UsersApi users;
    private final ActivityApi activity;
    private final GroupApi groups;
    private final ServerApi servers;
    private final ServerChangeApi serverChanges;
    private final TokenApi tokens;
    private final LegacyApi legacy;
    private final UpstreamTokenApi upstreamTokens;
    private final IdentityApi identity;

    /** Takes what it works with. */
    public RestApi(RestParts parts) {
        Models models = new Models(parts.paths(), parts.roles(), parts.publicUrl(), parts.servers()::waits);
        Paging.Limits limits = parts.pages();
        this.paths = parts.paths();
        this.hub = new HubApi(parts, limits);
        this.user = new UserApi(parts, models);
        this.users = new UsersApi(parts, models, limits);
        this.activity = new ActivityApi(parts.store(), parts.servers(), parts.visitors(), parts.clock());
        this.groups = new GroupApi(parts, models, limits);
        this.servers = new ServerApi(parts.store(), parts.visitors(), parts.servers(), models);
        this.serverChanges = new ServerChangeApi(parts.store(), parts.visitors(), parts.servers(), models);
        this.tokens = new TokenApi(parts, new TokenScopes(parts.roles()), models);
        this.legacy = new LegacyApi(parts.visitors(), user);
        this.upstreamTokens = new UpstreamTokenApi(parts.visitors(), parts.upstreamTokens(), parts.clock());
        this.identity = new IdentityApi(parts.visitors(), parts.upstreamTokens());
    }

    /** Adds its routes. */
    public void addTo(Router router) {
        addHub(router);
        addPeople(router);
        addGroups(router);
        addServers(router);
    }

    private void addHub(Router router) {
        router.add("GET", paths.hub("api"), hub::version);
        router.add("GET", paths.api("openapi.yaml"), new OpenApi()::get);
        router.add("GET", paths.api("info"), hub::info);
        router.add("GET", paths.api("proxy"), hub::routes);
        router.add("POST", paths.api("proxy"), hub::checkProxy);
        router.add("PATCH", paths.api("proxy"), hub::moveProxy);
        router.add("POST", paths.api("shutdown"), hub::shutDown);
        router.add("POST", paths.api("authorizations/token"), legacy::makeToken);
        router.add("GET", paths.api("authorizations/token/{token}"), legacy::token);
        router.add("GET", paths.api("authorizations/cookie/{name}"), legacy::cookie);
        router.add("GET", paths.api("authorizations/cookie/{name}/{value}"), legacy::cookie);
        router.add("POST", paths.api("upstream-token"), upstreamTokens::post);
        router.add("GET", paths.api("identity/token"), identity::get);
    }

    private void addPeople(Router router) {
        router.add("GET", paths.api("user"), user::whoAmI);
        router.add("GET", paths.api("users"), users::list);
        router.add("POST", paths.api("users"), users::create);
        router.add("GET", paths.api("users/{user}"), user::get);
        router.add("POST", paths.api("users/{user}"), user::create);
        router.add("PATCH", paths.api("users/{user}"), user::change);
        router.add("DELETE", paths.api("users/{user}"), user::delete);
        router.add("POST", paths.api("users/{user}/activity"), activity::post);
        router.add("GET", paths.api("users/{user}/tokens"), tokens::list);
        router.add("POST", paths.api("users/{user}/tokens"), tokens::create);
        router.add("GET", paths.api("users/{user}/tokens/{token}"), tokens::get);
        router.add("DELETE", paths.api("users/{user}/tokens/{token}"), tokens::delete);
    }

    private void addGroups(Router router) {
        router.add("GET", paths.api("groups"), groups::list);
        router.add("POST", paths.api("groups"), groups::createMany);
        router.add("GET", paths.api("groups/{group}"), groups::get);
        router.add("POST", paths.api("groups/{group}"), groups::create);
        router.add("DELETE", paths.api("groups/{group}"), groups::delete);
        router.add("POST", paths.api("groups/{group}/users"), groups::addUsers);
        router.add("DELETE", paths.api("groups/{group}/users"), groups::removeUsers);
        router.add("PUT", paths.api("groups/{group}/properties"), groups::describe);
    }

    private void addServers(Router router) {
        // With "servers/" and no name clients mean the default server too.
        for (String server : new String[] {"server", "servers", "servers/{server}"}) {
            String path = paths.api("users/{user}/" + server);
            router.add("GET", path, servers::get);
            router.add("POST", path, servers::start);
            router.add("DELETE", path, servers::stop);
            router.add("PUT", path, serverChanges::create);
            router.add("PATCH", path, serverChanges::change);
        }
        for (String server : new String[] {"server", "servers/{server}"}) {
            router.add("GET", paths.api("users/{user}/" + server + "/progress"), servers::progress);
        }
    }
}
