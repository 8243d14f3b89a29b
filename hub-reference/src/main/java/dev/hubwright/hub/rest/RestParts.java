package dev.hubwright.hub.rest;

import dev.hubwright.api.Audit;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.login.HubOrigin;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.login.TokenLife;
import dev.hubwright.hub.login.UpstreamTokens;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.operation.Notices;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.servers.Servers;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * What the API works with.
 *
 * @param origin how clients of a request have come
 * @param publicUrl the hub's address as browsers see it, where the operator has said it
 * @param control the hub as a whole: its proxy, its kinds of providers, its end
 * @param notices know who may log in during maintenance
 * @param protocolVersion what clients are told: a version of JupyterHub's API, in the form of PEP 440
 */
public record RestParts(
        HubStore store,
        LoginPipeline pipeline,
        Visitors visitors,
        Roles roles,
        Servers servers,
        RandomText random,
        TokenLife tokenLife,
        UpstreamTokens upstreamTokens,
        HubOrigin origin,
        Optional<URI> publicUrl,
        HubControl control,
        Notices notices,
        Audit audit,
        Clock clock,
        HubPaths paths,
        String protocolVersion) {

    Paging.Limits pages() {
        return new Paging.Limits(control.usualPage(), control.longestPage());
    }
}
