package dev.hubwright.auth.oidc;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the provider's doors are, and what it can do.
 *
 * @param issuer what its tokens bear; empty for a service without ID tokens
 * @param issuerInResponse whether it says who it is when browsers come back (RFC 9207)
 * @param authMethods how clients may prove themselves; empty where it does not say
 * @param challengeMethods the kinds of PKCE; empty where it does not say
 * @param algorithms how it signs ID tokens; empty where it does not say
 */
record Endpoints(
        Optional<String> issuer,
        URI authorize,
        URI token,
        Optional<URI> userdata,
        Optional<URI> keys,
        Optional<URI> endSession,
        boolean issuerInResponse,
        List<String> authMethods,
        List<String> challengeMethods,
        List<String> algorithms) {

    static Optional<URI> address(Map<String, Object> document, String name) {
        return document.get(name) instanceof String text && !text.isBlank()
                ? Optional.of(URI.create(text))
                : Optional.empty();
    }

    static List<String> texts(Map<String, Object> document, String name) {
        return document.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
