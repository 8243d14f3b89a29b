package dev.hubwright.hub.oauth;

import dev.hubwright.hub.store.OAuthClient;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.UrlEncoding;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client's wish for a code, as far as it can be checked without knowing who is asked (RFC 6749 section 4.1.1).
 *
 * @param client who wishes
 * @param redirectUri where to send the browser back to, exactly as registered
 * @param state what to give back, verbatim
 * @param scopes what the client asks for; empty for all that it may have
 * @param challenge the PKCE challenge
 * @param challengeMethod {@code S256} or {@code plain}
 */
record AuthorizationRequest(
        OAuthClient client,
        String redirectUri,
        Optional<String> state,
        Set<String> scopes,
        Optional<String> challenge,
        Optional<String> challengeMethod) {

    private static final Set<String> METHODS = Set.of("S256", "plain");

    /**
     * Checks who asks and where to answer: what is wrong with these must never be answered by a redirect.
     *
     * @throws HttpError 400
     */
    static AuthorizationRequest of(Request request, Optional<OAuthClient> client) {
        boolean repeated = request.query().values().stream().anyMatch(values -> values.size() > 1);
        if (repeated) {
            throw new HttpError(400, "A parameter of this request comes twice");
        }
        OAuthClient known = client.orElseThrow(() -> new HttpError(400, "No server or service of this name is known"));
        String redirectUri = request.query("redirect_uri").orElse(known.redirectUri());
        if (!redirectUri.equals(known.redirectUri())) {
            throw new HttpError(400, "The redirect_uri is not the one that is registered");
        }
        return new AuthorizationRequest(
                known,
                redirectUri,
                request.query("state"),
                Set.copyOf(List.of(request.query("scope").orElse("").strip().split("\\s+"))),
                request.query("code_challenge"),
                request.query("code_challenge")
                        .map(any -> request.query("code_challenge_method").orElse("plain")));
    }

    /** The error code that the client is to get; empty if all is well. */
    Optional<String> error(Request request, boolean requirePkce) {
        if (!request.query("response_type").equals(Optional.of("code"))) {
            return Optional.of("unsupported_response_type");
        }
        if (challengeMethod.filter(method -> !METHODS.contains(method)).isPresent()) {
            return Optional.of("invalid_request");
        }
        return requirePkce && challenge.isEmpty() ? Optional.of("invalid_request") : Optional.empty();
    }

    /** The origin of a client that is not below the hub's own. */
    Optional<String> redirectOrigin() {
        URI uri = URI.create(redirectUri);
        return uri.getScheme() == null
                ? Optional.empty()
                : Optional.of(uri.getScheme() + "://" + uri.getRawAuthority());
    }

    /** The address to send the browser to, with these parameters and the state. */
    String answer(String name, String value) {
        String separator = redirectUri.contains("?") ? "&" : "?";
        return redirectUri + separator + name + "=" + UrlEncoding.encode(value)
                + state.map(text -> "&state=" + UrlEncoding.encode(text)).orElse("");
    }
}
