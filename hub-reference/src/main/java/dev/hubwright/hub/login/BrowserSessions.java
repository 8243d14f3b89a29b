package dev.hubwright.hub.login;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.LoginOutcome;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.SetCookie;
import dev.hubwright.hub.web.Subdomains;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Begins and ends what a browser has after a login. Thread-safe. */
final class BrowserSessions {

    private static final String SESSION_COOKIE = "jupyterhub-session-id";

    private final HubStore store;
    private final RandomText random;
    private final HubPaths paths;
    private final HubOrigin origin;
    private final Clock clock;
    private final Duration lifetime;

    BrowserSessions(
            HubStore store, RandomText random, HubPaths paths, HubOrigin origin, Clock clock, Duration lifetime) {
        this.store = store;
        this.random = random;
        this.paths = paths;
        this.origin = origin;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** Lets somebody in with this browser: the answer with the cookies for it. */
    Response begin(Request request, LoginOutcome.LoggedIn in, Response answer) throws ProviderException {
        // A cookie that somebody planted before the login must not become the session of the person who logs in.
        Secret cookie = random.secret(43);
        Instant now = clock.instant();
        LoginSession session = new LoginSession(
                replaced(request, in.user().name()).orElseGet(() -> random.hexadecimal(32)),
                in.user().name(),
                now,
                now,
                now.plus(lifetime),
                in.user().instance(),
                in.session());
        store.sessions().add(cookie, session);
        SetCookie login = paths.cookie(Visitors.LOGIN_COOKIE, cookie.reveal(), lifetime, origin.isSecure(request));
        return answer.with("set-cookie", login.toString())
                .with("set-cookie", idCookie(request, session).toString());
    }

    /**
     * Ends what this browser had before. Who logs in after somebody else must not have their servers, which know the
     * browser by its tokens. Who logs in again, as in two tabs at once, keeps them, under an id by which a logout still
     * ends them all.
     *
     * @return the id of a session of the same person
     */
    private Optional<String> replaced(Request request, String user) throws ProviderException {
        Optional<String> own = Optional.empty();
        for (String old : request.cookies(loginCookie())) {
            Optional<LoginSession> session = store.sessions().find(Secret.of(old));
            if (session.isPresent() && session.get().user().equals(user)) {
                store.sessions().remove(Secret.of(old));
                own = session.map(LoginSession::id);
            } else if (session.isPresent()) {
                store.endSession(session.get());
            }
        }
        return own;
    }

    /** Gives a browser the id of its session again that has lost it: servers know a logout by it. */
    Response withId(Request request, LoginSession session, Response answer) {
        if (request.cookies(SESSION_COOKIE).contains(session.id())) {
            return answer;
        }
        return answer.with("set-cookie", idCookie(request, session).toString());
    }

    private SetCookie idCookie(Request request, LoginSession session) {
        return new SetCookie(
                        SESSION_COOKIE, session.id(), paths.base(), Optional.empty(), true, origin.isSecure(request))
                .forDomain(domain());
    }

    /** Ends the session of this browser, and every token that browsers have got during it. */
    Optional<LoginSession> end(Request request) throws ProviderException {
        Optional<LoginSession> ended = Optional.empty();
        for (String cookie : request.cookies(loginCookie())) {
            Optional<LoginSession> session = store.sessions().find(Secret.of(cookie));
            if (session.isPresent()) {
                store.endSession(session.get());
                ended = session;
            }
        }
        return ended;
    }

    /** Takes the cookies away. */
    Response withoutCookies(Request request, Response answer) {
        boolean secure = origin.isSecure(request);
        return answer.with(
                        "set-cookie", paths.withoutCookie(loginCookie(), secure).toString())
                .with(
                        "set-cookie",
                        SetCookie.clear(SESSION_COOKIE, paths.base(), secure)
                                .forDomain(domain())
                                .toString())
                .with(
                        "set-cookie",
                        SetCookie.clear(XsrfTokens.NAME, paths.hub(), secure).toString());
    }

    private String loginCookie() {
        return paths.cookie(Visitors.LOGIN_COOKIE);
    }

    /** Servers read the id of the session, wherever they are. */
    private Optional<String> domain() {
        return paths.subdomains().map(Subdomains::domain);
    }
}
