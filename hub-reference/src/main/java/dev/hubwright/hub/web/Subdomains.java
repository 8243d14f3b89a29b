package dev.hubwright.hub.web;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/**
 * A domain for each person below that of the hub, so that browsers keep what servers send apart: what runs in a page of
 * one person's server reads neither pages of the hub nor of other people's servers.
 *
 * @param hub the hub's address in browsers; scheme, host and port
 * @param naming how a name becomes a domain
 */
public record Subdomains(URI hub, Naming naming) {

    /** How a name becomes a label of a domain, by JupyterHub's words for it. */
    public enum Naming {
        /** As it is, or by the rules for domains in all languages, or else by a hash. No two people have the same. */
        IDNA,
        /** Each other character as a number. What JupyterHub did before version 5; not every label of it is one. */
        LEGACY;

        /** By the name that {@code JupyterHub.subdomain_hook} has for it. */
        public static Optional<Naming> of(String name) {
            return Arrays.stream(values())
                    .filter(naming -> naming.name().equalsIgnoreCase(name))
                    .findFirst();
        }
    }

    /** The hub's own domain. */
    public String domain() {
        return hub.getHost();
    }

    /** Scheme, host and port of the hub. */
    public String origin() {
        return hub.getScheme() + "://" + hub.getRawAuthority();
    }

    /** Scheme, host and port of somebody's servers. */
    public String origin(String user) {
        String port = hub.getPort() < 0 ? "" : ":" + hub.getPort();
        return hub.getScheme() + "://" + domain(user) + port;
    }

    /** The domain of somebody's servers. */
    public String domain(String user) {
        String label = naming == Naming.IDNA ? DomainLabel.idna(user) : DomainLabel.legacy(user);
        return label + "." + domain();
    }

    /** Whether this is the domain of somebody's servers. */
    public boolean isBelow(String host) {
        return host.endsWith("." + domain());
    }

    /** What forms may lead to besides the hub itself. */
    public String everybody() {
        return origin("x").replace("://x.", "://*.");
    }
}
