package dev.hubwright.hub.web;

import java.time.Duration;
import java.util.Optional;

/**
 * A cookie to set. {@code SameSite=Lax} always, so that following a link to the hub works and a foreign form does not.
 *
 * @param name its name
 * @param value its value
 * @param path for which paths
 * @param maxAge how long the browser keeps it; empty until the browser is closed
 * @param httpOnly whether scripts cannot see it
 * @param secure whether it goes over TLS only
 * @param domain for this domain and all below it; empty for the one that sets it alone
 */
public record SetCookie(
        String name,
        String value,
        String path,
        Optional<Duration> maxAge,
        boolean httpOnly,
        boolean secure,
        Optional<String> domain) {

    /** A cookie for the domain that sets it. */
    public SetCookie(
            String name, String value, String path, Optional<Duration> maxAge, boolean httpOnly, boolean secure) {
        this(name, value, path, maxAge, httpOnly, secure, Optional.empty());
    }

    /** The same for a domain and all below it. */
    public SetCookie forDomain(Optional<String> value) {
        return new SetCookie(name, this.value, path, maxAge, httpOnly, secure, value);
    }

    /** Takes the cookie away. */
    public static SetCookie clear(String name, String path, boolean secure) {
        return new SetCookie(name, "", path, Optional.of(Duration.ZERO), true, secure);
    }

    /** The value of a {@code Set-Cookie} header. */
    @Override
    public String toString() {
        return name + "=" + value + "; Path=" + path
                + domain.map(common -> "; Domain=" + common).orElse("")
                + maxAge.map(age -> "; Max-Age=" + age.toSeconds()).orElse("")
                + (httpOnly ? "; HttpOnly" : "") + (secure ? "; Secure" : "") + "; SameSite=Lax";
    }
}
