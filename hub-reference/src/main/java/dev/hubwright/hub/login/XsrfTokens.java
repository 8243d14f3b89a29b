package dev.hubwright.hub.login;

import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells requests that come from the hub's own pages from those that another site makes a browser send.
 *
 * <p>A token is {@code key.second.signature}, bound to the login session, or to address and browser where nobody is
 * logged in. It comes back twice: as a cookie, and as a form field, a query parameter or a header, which other sites
 * cannot read or set. Both have the same key, and may be of different age: a browser keeps its key when a page gets a
 * fresh token, so that pages in other tabs stay good.
 */
final class XsrfTokens {

    static final String NAME = "_xsrf";

    /** As in JupyterHub. */
    private static final Duration LONGEST = Duration.ofDays(31);

    private static final Duration WITHOUT_SESSION = Duration.ofHours(1);
    private static final Pattern TOKEN = Pattern.compile("([A-Za-z0-9]+)\\.([0-9]{1,12})\\.(.+)");
    private static final String PURPOSE = "xsrf";

    private final Signer signer;
    private final RandomText random;
    private final Clock clock;
    private final Duration withSession;

    /**
     * Takes what it works with.
     *
     * @param sessionLifetime how long somebody is logged in
     */
    XsrfTokens(Signer signer, RandomText random, Clock clock, Duration sessionLifetime) {
        this.signer = signer;
        this.random = random;
        this.clock = clock;
        this.withSession = sessionLifetime.compareTo(LONGEST) < 0 ? sessionLifetime : LONGEST;
    }

    /** A token for the pages that this visitor sees: the one of the cookie as long as it is good for a while. */
    String tokenFor(Request request, Optional<String> sessionId) {
        Optional<Token> kept = request.cookies(NAME).stream()
                .flatMap(text -> read(text, request, sessionId).stream())
                .findFirst();
        return kept.filter(token -> token.age().compareTo(lifetime(sessionId).dividedBy(2)) < 0)
                .map(Token::text)
                .orElseGet(() -> {
                    String key = kept.map(Token::key).orElseGet(() -> random.letters(16));
                    String second = Long.toString(clock.instant().getEpochSecond());
                    return key + "." + second + "." + signer.sign(PURPOSE, signed(key, second, request, sessionId));
                });
    }

    /**
     * Checks a request that changes something.
     *
     * @throws HttpError 403 if it does not come from one of the hub's own pages
     */
    void check(Request request, Optional<String> sessionId) {
        Set<String> keys = keys(request.cookies(NAME).stream(), request, sessionId);
        if (keys(sent(request), request, sessionId).stream().noneMatch(keys::contains)) {
            throw new HttpError(
                    403, "This request did not come from a page of this hub, or the page is too old; load it again");
        }
    }

    private Set<String> keys(Stream<String> texts, Request request, Optional<String> sessionId) {
        return texts.flatMap(text -> read(text, request, sessionId).stream())
                .map(Token::key)
                .collect(Collectors.toSet());
    }

    private Stream<String> sent(Request request) {
        return Stream.of(
                        request.field(NAME),
                        request.query(NAME),
                        request.header("x-xsrftoken"),
                        request.header("x-csrftoken"))
                .flatMap(Optional::stream);
    }

    private record Token(String text, String key, Duration age) {}

    /** Empty if it is not ours, not of this browser, or too old. */
    private Optional<Token> read(String text, Request request, Optional<String> sessionId) {
        Matcher parts = TOKEN.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String key = parts.group(1);
        String second = parts.group(2);
        if (!signer.verifies(PURPOSE, signed(key, second, request, sessionId), parts.group(3))) {
            return Optional.empty();
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(second)), clock.instant());
        return Optional.of(new Token(text, key, age)).filter(token -> age.compareTo(lifetime(sessionId)) < 0);
    }

    private static String signed(String key, String second, Request request, Optional<String> sessionId) {
        return key + "." + second + "\0" + binding(request, sessionId);
    }

    private Duration lifetime(Optional<String> sessionId) {
        return sessionId.isPresent() ? withSession : WITHOUT_SESSION;
    }

    private static String binding(Request request, Optional<String> sessionId) {
        return sessionId
                .map(id -> "session " + id)
                .orElseGet(() -> "visitor " + request.peerAddress() + " "
                        + request.header("user-agent").orElse(""));
    }
}
