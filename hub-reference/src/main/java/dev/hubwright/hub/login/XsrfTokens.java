package dev.hubwright.hub.login;

import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells requests that come from the hub's own pages from those that another site makes a browser send.
 *
 * <p>A token is bound to the login session, or to address and browser where nobody is logged in. It comes back twice: as
 * a cookie, and as a form field, a query parameter or a header, which other sites cannot read or set.
 */
final class XsrfTokens {

    static final String NAME = "_xsrf";
    private static final String PURPOSE = "xsrf";

    private final Signer signer;
    private final RandomText random;

    XsrfTokens(Signer signer, RandomText random) {
        this.signer = signer;
        this.random = random;
    }

    /** A token for the pages that this visitor sees: the one of the cookie as long as it is good. */
    String tokenFor(Request request, Optional<String> sessionId) {
        return request.cookies(NAME).stream()
                .filter(token -> isGood(token, binding(request, sessionId)))
                .findFirst()
                .orElseGet(() -> {
                    String nonce = random.letters(16);
                    return nonce + "." + signer.sign(PURPOSE, nonce + "\0" + binding(request, sessionId));
                });
    }

    /**
     * Checks a request that changes something.
     *
     * @throws HttpError 403 if it does not come from one of the hub's own pages
     */
    void check(Request request, Optional<String> sessionId) {
        List<String> cookies = request.cookies(NAME);
        boolean good =
                sent(request).filter(cookies::contains).anyMatch(token -> isGood(token, binding(request, sessionId)));
        if (!good) {
            throw new HttpError(
                    403, "This request did not come from a page of this hub, or the page is too old; load it again");
        }
    }

    private Stream<String> sent(Request request) {
        return Stream.of(
                        request.field(NAME),
                        request.query(NAME),
                        request.header("x-xsrftoken"),
                        request.header("x-csrftoken"))
                .flatMap(Optional::stream);
    }

    private boolean isGood(String token, String binding) {
        int dot = token.indexOf('.');
        return dot > 0 && signer.verifies(PURPOSE, token.substring(0, dot) + "\0" + binding, token.substring(dot + 1));
    }

    private static String binding(Request request, Optional<String> sessionId) {
        return sessionId
                .map(id -> "session " + id)
                .orElseGet(() -> "visitor " + request.peerAddress() + " "
                        + request.header("user-agent").orElse(""));
    }
}
