package dev.hubwright.hub.login;

import dev.hubwright.hub.web.Request;
import java.net.URI;
import java.util.Optional;

/** The hub's origin as a browser sees it: what the operator says, or else what the request says. */
public final class HubOrigin {

    private final Optional<URI> publicUrl;

    /** Takes {@code JupyterHub.public_url}, where the operator has set it. */
    public HubOrigin(Optional<URI> publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** Scheme, host and port, such as {@code https://hub.example.org}. */
    public String of(Request request) {
        return publicUrl
                .map(url -> url.getScheme() + "://" + url.getRawAuthority())
                .orElseGet(
                        () -> scheme(request) + "://" + request.header("host").orElse("localhost"));
    }

    /** Whether browsers reach the hub over TLS, so that cookies must not go any other way. */
    boolean isSecure(Request request) {
        return of(request).startsWith("https:");
    }

    /** The outermost proxy's word: it is the one that the browser talks to. */
    private static String scheme(Request request) {
        String forwarded =
                request.header("x-forwarded-proto").orElse("http").split(",")[0].strip();
        return forwarded.equals("https") ? "https" : "http";
    }
}
