package dev.hubwright.hub.rest;

import dev.hubwright.api.Audit;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Router;
import java.net.URI;
import java.util.Optional;

/** Puts the operations about shares and their codes at their paths. */
public final class SharingApi {

    private final ShareApi shares;
    private final SharedApi shared;
    private final ShareCodeApi codes;
    private final HubPaths paths;

    /**
     * Takes what it works with.
     *
     * @param publicUrl the hub's base address as browsers see it, where the operator has said it
     */
    public SharingApi(
            HubStore store,
            Visitors visitors,
            Roles roles,
            RandomText random,
            HubPaths paths,
            Optional<URI> publicUrl,
            Audit audit) {
        ShareModels models = new ShareModels(store, paths, publicUrl);
        ShareScopes scopes = new ShareScopes(roles);
        this.shares = new ShareApi(store, visitors, models, scopes, audit);
        this.shared = new SharedApi(store, visitors, models, audit);
        this.codes = new ShareCodeApi(store, visitors, models, scopes, random, audit);
        this.paths = paths;
    }

    /** Adds its routes. */
    public void addTo(Router router) {
        shares.addTo(router, paths);
        shared.addTo(router, paths);
        codes.addTo(router, paths);
    }
}
