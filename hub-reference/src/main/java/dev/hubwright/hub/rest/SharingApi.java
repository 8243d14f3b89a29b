package dev.hubwright.hub.rest;

import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Router;

/** Puts the operations about shares and their codes at their paths. */
public final class SharingApi {

    private final ShareApi shares;
    private final SharedApi shared;
    private final ShareCodeApi codes;
    private final HubPaths paths;

    /** Takes what it works with. */
    public SharingApi(RestParts parts) {
        ShareModels models = new ShareModels(parts);
        ShareScopes scopes = new ShareScopes(parts.roles());
        this.shares = new ShareApi(parts.store(), parts.visitors(), models, scopes, parts.audit());
        this.shared = new SharedApi(parts.store(), parts.visitors(), models, parts.audit());
        this.codes = new ShareCodeApi(parts.store(), parts.visitors(), models, scopes, parts.random(), parts.audit());
        this.paths = parts.paths();
    }

    /** Adds its routes. */
    public void addTo(Router router) {
        shares.addTo(router, paths);
        shared.addTo(router, paths);
        codes.addTo(router, paths);
    }
}
