package dev.hubwright.hub.settings;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Settings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Derives the addresses that a hub listens on and is reached at.
 *
 * @param bindHost empty for all addresses
 * @param basePath with both slashes
 * @param hubBindHost empty for all addresses
 * @param hubConnectUrl ends in {@code hub/}
 * @param publicUrl ends in the base path
 */
record Addresses(
        String bindHost,
        int bindPort,
        String basePath,
        String hubBindHost,
        int hubBindPort,
        URI hubConnectUrl,
        Optional<URI> publicUrl) {

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]@]*)(?::(\\d{1,5}))?");
    private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0", "::", "*");

    static Addresses derive(Settings settings, Supplier<String> machine, List<Problem> problems) {
        URI bind = settings.get(HubSettings.BIND_URL);
        String basePath =
                settings.find(HubSettings.BASE_URL).map(Addresses::path).orElse(path(bind.getRawPath()));
        Optional<URI> hubBind = settings.find(HubSettings.HUB_BIND_URL);
        String hubHost = hubBind.map(Addresses::host).orElseGet(() -> bare(settings.get(HubSettings.HUB_IP)));
        int hubPort = hubBind.map(Addresses::port).orElseGet(() -> settings.get(HubSettings.HUB_PORT));
        return new Addresses(
                settings.find(HubSettings.IP).map(Addresses::bare).orElse(host(bind)),
                settings.find(HubSettings.PORT).orElse(port(bind)),
                basePath,
                hubHost,
                hubPort,
                connectUrl(settings, hubHost, hubPort, machine, basePath),
                settings.find(HubSettings.PUBLIC_URL).flatMap(url -> publicUrl(url, basePath, problems)));
    }

    static boolean isWeb(URI url) {
        Matcher authority = AUTHORITY.matcher(String.valueOf(url.getRawAuthority()));
        return Set.of("http", "https").contains(url.getScheme().toLowerCase(Locale.ROOT))
                && authority.matches()
                && (authority.group(2) == null || Integer.parseInt(authority.group(2)) <= 65535)
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && isBasePath(url.getRawPath());
    }

    static boolean hasHost(URI url) {
        return isWeb(url) && !EVERYWHERE.contains(host(url));
    }

    static boolean isBasePath(String path) {
        return path.matches("/?([A-Za-z0-9._~@%-]+/)*([A-Za-z0-9._~@%-]+)?");
    }

    private static URI connectUrl(
            Settings settings, String hubHost, int hubPort, Supplier<String> machine, String basePath) {
        String path = basePath + "hub/";
        Optional<URI> url = settings.find(HubSettings.HUB_CONNECT_URL);
        if (url.isPresent()) {
            return URI.create(url.get().getScheme() + "://" + url.get().getRawAuthority() + path);
        }
        String host = settings.find(HubSettings.HUB_CONNECT_IP)
                .map(Addresses::bare)
                .filter(ip -> !ip.isEmpty())
                .orElseGet(() -> EVERYWHERE.contains(hubHost) ? machine.get() : hubHost);
        int port = settings.find(HubSettings.HUB_CONNECT_PORT).orElse(hubPort);
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + path);
    }

    private static Optional<URI> publicUrl(URI url, String basePath, List<Problem> problems) {
        String path = path(url.getRawPath());
        if (!path.equals("/") && !path.equals(basePath)) {
            problems.add(Problem.of(
                    "JupyterHub.public_url",
                    "= \"" + url + "\" has another path than bind_url, which has " + basePath
                            + "; a proxy in front must keep the path"));
            return Optional.empty();
        }
        return Optional.of(URI.create(url.getScheme() + "://" + url.getRawAuthority() + basePath));
    }

    private static String path(String path) {
        String inside = path.replaceAll("^/+|/+$", "");
        return inside.isEmpty() ? "/" : "/" + inside + "/";
    }

    private static String host(URI url) {
        Matcher authority = AUTHORITY.matcher(url.getRawAuthority());
        return authority.matches() ? bare(authority.group(1)) : "";
    }

    private static int port(URI url) {
        Matcher authority = AUTHORITY.matcher(url.getRawAuthority());
        if (authority.matches() && authority.group(2) != null) {
            return Integer.parseInt(authority.group(2));
        }
        return url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static String bare(String host) {
        String inside = host.replaceAll("^\\[|]$", "");
        return inside.equals("*") ? "" : inside;
    }
}
