package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.proxy.AddressRange;
import dev.hubwright.hub.proxy.Forwarding;
import dev.hubwright.hub.proxy.Listener;
import dev.hubwright.hub.proxy.OwnConnections;
import dev.hubwright.hub.proxy.ProxyServer;
import dev.hubwright.hub.proxy.RouteTable;
import dev.hubwright.hub.site.HubSite;
import java.io.IOException;

/** The proxy in the hub's own process. */
final class OwnProxy {

    private OwnProxy() {}

    /** Begins to take connections. */
    static ProxyServer open(
            HubBuilder builder, RouteTable routes, HubSite site, OwnConnections toTargets, FrontEndHeaders frontEnd)
            throws ProviderException {
        Listener plain = Listener.at(builder.host, builder.port, "JupyterHub.bind_url");
        ProxyServer proxy = ProxyServer.builder()
                .listener(builder.tls.map(plain::with).orElse(plain))
                .routes(routes)
                .errorPages(site.errorPages())
                .toTargets(toTargets)
                .hideFromServers(frontEnd.names())
                .forwarding(Forwarding.builder()
                        .hostRouting(builder.subdomains.isPresent())
                        .requestIds(true)
                        .trustedProxies(AddressRange.among(builder.trustedProxies))
                        .build())
                .build();
        try {
            proxy.start();
            return proxy;
        } catch (IOException e) {
            proxy.close();
            throw ProviderException.permanent("The hub cannot start", e.getMessage(), e);
        }
    }
}
