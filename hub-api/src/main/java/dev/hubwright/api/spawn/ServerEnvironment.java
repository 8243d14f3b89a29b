package dev.hubwright.api.spawn;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Secret;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The environment variables that a server is told its place by, as {@code jupyterhub-singleuser} reads them.
 *
 * <p>Two of them depend on what only the spawner knows: the address to bind ({@code JUPYTERHUB_SERVICE_URL}) and,
 * sometimes, the origin under which the server reaches the hub. Immutable; {@code toString} shows no values.
 */
public final class ServerEnvironment {

    private static final String SERVICE_URL = "JUPYTERHUB_SERVICE_URL";
    private static final String SERVICE_PREFIX = "JUPYTERHUB_SERVICE_PREFIX";

    private static final Set<String> HUB_URLS =
            Set.of("JUPYTERHUB_API_URL", "JUPYTERHUB_ACTIVITY_URL", "IDENTITY_ENDPOINT");
    private static final Set<String> TOKENS = Set.of("JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN");

    private final Map<String, String> variables;
    private final Set<String> secretNames;
    private final Optional<URI> hubOrigin;

    private ServerEnvironment(Map<String, String> variables, Set<String> secretNames, Optional<URI> hubOrigin) {
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        this.secretNames = secretNames;
        this.hubOrigin = hubOrigin;
    }

    /**
     * Takes all variables but {@code JUPYTERHUB_SERVICE_URL}.
     *
     * @param variables must have {@code JUPYTERHUB_SERVICE_PREFIX}, beginning and ending with a slash
     */
    public static ServerEnvironment of(Map<String, String> variables) {
        requireNonNull(variables.get(SERVICE_PREFIX), SERVICE_PREFIX);
        return new ServerEnvironment(variables, TOKENS, Optional.empty());
    }

    /** The path that the server answers under, such as {@code /user/alice/}. */
    public String servicePrefix() {
        return variables.get(SERVICE_PREFIX);
    }

    /**
     * The same, for a server that reaches the hub under another origin: scheme, host and port of all hub URLs in
     * {@code JUPYTERHUB_API_URL}, {@code JUPYTERHUB_ACTIVITY_URL} and {@code IDENTITY_ENDPOINT} are replaced.
     */
    public ServerEnvironment reachingHubAt(URI origin) {
        return new ServerEnvironment(variables, secretNames, Optional.of(origin));
    }

    /** The same with one more variable, which replaces an earlier value. */
    public ServerEnvironment with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.put(name, value);
        return new ServerEnvironment(more, secretNames, hubOrigin);
    }

    /** The same with one more variable whose value must not be seen, which replaces an earlier value. */
    public ServerEnvironment with(String name, Secret value) {
        Set<String> names = new TreeSet<>(secretNames);
        names.add(name);
        return new ServerEnvironment(with(name, value.reveal()).variables, Set.copyOf(names), hubOrigin);
    }

    /**
     * The names of variables whose values must not be seen, whether they are there or not: for spawners that keep them
     * apart. The server's tokens, {@code JUPYTERHUB_API_TOKEN} and {@code JPY_API_TOKEN}, are always among them.
     */
    public Set<String> secretNames() {
        return secretNames;
    }

    /**
     * All variables for a server that binds {@code host} and {@code port}.
     *
     * @param host a name or address; an IPv6 address with or without brackets; {@code 0.0.0.0} for all
     * @param port from 1 to 65535
     */
    public Map<String, String> boundTo(String host, int port) {
        Map<String, String> all = new LinkedHashMap<>(variables);
        String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        all.put(SERVICE_URL, "http://" + literal + ":" + port + servicePrefix());
        hubOrigin.ifPresent(origin -> {
            for (String name : HUB_URLS) {
                all.computeIfPresent(name, (any, url) -> moved(url, origin));
            }
        });
        return all;
    }

    private static String moved(String url, URI origin) {
        return origin.getScheme() + "://" + origin.getRawAuthority()
                + URI.create(url).getRawPath();
    }

    /** The names only. */
    @Override
    public String toString() {
        return "ServerEnvironment" + variables.keySet();
    }
}
