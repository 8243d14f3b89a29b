package dev.hubwright.hub.settings;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Settings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code Proxy.extra_routes}: paths beside the hub's own, and where they lead. */
final class ExtraRoutes {

    private ExtraRoutes() {}

    /** Without the last slash, as routes are. */
    static Map<String, URI> read(Settings proxy) {
        Map<String, URI> routes = new LinkedHashMap<>();
        proxy.get(HubSettings.PROXY_EXTRA_ROUTES)
                .forEach((path, target) -> routes.put(path.replaceFirst("/+$", ""), URI.create(target)));
        return routes;
    }

    static void check(Settings proxy, String base, List<Problem> problems) {
        proxy.get(HubSettings.PROXY_EXTRA_ROUTES).forEach((path, target) -> {
            String wrong = wrong(path, target, base);
            if (!wrong.isEmpty()) {
                Problem place = proxy.problem(HubSettings.PROXY_EXTRA_ROUTES, wrong);
                problems.add(new Problem(place.path() + "." + path, wrong, place.origin()));
            }
        });
    }

    private static String wrong(String path, String target, String base) {
        if (!path.startsWith("/") || path.contains("?") || path.contains("#")) {
            return "must be a path, such as /docs/";
        }
        String whole = path.endsWith("/") ? path : path + "/";
        if (whole.equals("/")
                || whole.equals(base)
                || whole.startsWith(base + "hub/")
                || whole.startsWith(base + "user/")) {
            return "is the hub's own path; choose another";
        }
        try {
            URI uri = URI.create(target);
            boolean right = uri.getScheme() != null && uri.getScheme().matches("https?") && uri.getHost() != null;
            return right ? "" : "= \"" + target + "\" must be an address, such as http://127.0.0.1:9000";
        } catch (IllegalArgumentException e) {
            return "= \"" + target + "\" must be an address, such as http://127.0.0.1:9000";
        }
    }
}
