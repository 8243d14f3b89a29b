package dev.hubwright.hub.web;

import java.time.Duration;
import java.util.Optional;

/**
 * The paths of a hub, and of its cookies.
 *
 * @param base what all paths begin with; begins and ends with a slash
 * @param subdomains the domains of people's servers, where these are not the hub's own
 * @param hostCookies whether browsers take the cookies of logins from the hub's own host alone
 */
public record HubPaths(String base, Optional<Subdomains> subdomains, boolean hostCookies) {

    /** What the one authenticator or spawner is called that settings leave without a name. */
    public static final String UNNAMED = "default";

    /** Checks the slashes. */
    public HubPaths {
        if (!base.startsWith("/") || !base.endsWith("/")) {
            throw new IllegalArgumentException("base = \"" + base + "\" must begin and end with \"/\"");
        }
    }

    /** Paths of a hub that has one domain for all. */
    public HubPaths(String base) {
        this(base, Optional.empty(), false);
    }

    /** What a cookie is called on which a login hangs. */
    public String cookie(String name) {
        return hostCookies ? "__Host-" + name : name;
    }

    /** The same cookie, to be set. */
    public SetCookie cookie(String name, String value, Duration maxAge, boolean secure) {
        return new SetCookie(cookie(name), value, cookiePath(), Optional.of(maxAge), true, secure || hostCookies);
    }

    /** What takes a cookie away that has this whole name. */
    public SetCookie withoutCookie(String wholeName, boolean secure) {
        return SetCookie.clear(wholeName, cookiePath(), secure || hostCookies);
    }

    /** Browsers want the whole host for such a name. */
    private String cookiePath() {
        return hostCookies ? "/" : hub();
    }

    /** What stands before paths in links to the hub from elsewhere: an origin, or nothing where all is on one. */
    public String hubOrigin() {
        return subdomains.map(Subdomains::origin).orElse("");
    }

    /** The same for somebody's servers. */
    public String serverOrigin(String user) {
        return subdomains.map(domains -> domains.origin(user)).orElse("");
    }

    /** The hub's own part, such as {@code /hub/}. */
    public String hub() {
        return base + "hub/";
    }

    /** A page of the hub: {@code login} gives {@code /hub/login}. */
    public String hub(String page) {
        return hub() + page;
    }

    /**
     * A page that each authenticator has: {@code oauth_callback} gives {@code /hub/corp/oauth_callback}, and {@code
     * /hub/oauth_callback} for the authenticator without a name.
     */
    public String ofAuthenticator(String instance, String page) {
        return hub(instance.equals(UNNAMED) ? page : instance + "/" + page);
    }

    /** An operation of the REST API: {@code user} gives {@code /hub/api/user}. */
    public String api(String operation) {
        return hub() + "api/" + operation;
    }
}
