package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.hub.web.Subdomains;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the host before the paths of routes, as proxies do that choose by host: people's servers are on their own domains,
 * all else on the hub's. What leads nowhere else leads to the hub, on every domain.
 */
final class SubdomainRoutes implements Routes {

    private final Routes routes;
    private final Subdomains subdomains;
    private final String users;

    /**
     * Takes what it works with.
     *
     * @param base the hub's base path
     */
    SubdomainRoutes(Routes routes, Subdomains subdomains, String base) {
        this.routes = routes;
        this.subdomains = subdomains;
        this.users = base + "user/";
    }

    @Override
    public void put(String path, URI target, Map<String, Object> data) throws ProviderException {
        routes.put(withHost(path), target, data);
    }

    @Override
    public void remove(String path) throws ProviderException {
        routes.remove(withHost(path));
    }

    @Override
    public Map<String, Route> all() throws ProviderException {
        Map<String, Route> all = new TreeMap<>();
        routes.all().forEach((path, route) -> all.put(withoutHost(path), route));
        return all;
    }

    private String withHost(String path) {
        if (path.equals("/")) {
            return path;
        }
        String host = path.startsWith(users)
                ? subdomains.domain(path.substring(users.length()).split("/", 2)[0])
                : subdomains.domain();
        return "/" + host + path;
    }

    private String withoutHost(String path) {
        int end = path.indexOf('/', 1);
        String host = path.substring(1, end < 0 ? path.length() : end);
        boolean ours = host.equals(subdomains.domain()) || subdomains.isBelow(host);
        return ours && end > 0 ? path.substring(end) : path;
    }
}
