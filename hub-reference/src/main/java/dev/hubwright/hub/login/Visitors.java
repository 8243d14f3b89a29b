package dev.hubwright.hub.login;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.LoginOutcome;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.Holder;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.store.Remembered;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out who made a request. Thread-safe; may block. */
public final class Visitors {

    static final String LOGIN_COOKIE = "jupyterhub-hub-login";
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)(?:token|bearer)\\s+(\\S+)\\s*");

    private final HubStore store;
    private final LoginPipeline pipeline;
    private final Roles roles;
    private final XsrfTokens xsrf;
    private final RepeatedLogins repeated;
    private final ServiceAccounts services;
    private final String loginCookie;
    private final Clock clock;
    private final Remembered<KnownToken> tokens;

    Visitors(
            HubStore store,
            LoginPipeline pipeline,
            Roles roles,
            XsrfTokens xsrf,
            RepeatedLogins repeated,
            ServiceAccounts services,
            HubPaths paths,
            Clock clock) {
        this.loginCookie = paths.cookie(LOGIN_COOKIE);
        this.store = store;
        this.services = services;
        this.pipeline = pipeline;
        this.roles = roles;
        this.xsrf = xsrf;
        this.repeated = repeated;
        this.clock = clock;
        this.tokens = store.remembered(KnownToken::ownerName);
    }

    /**
     * Who is logged in with this browser. For pages, and only for requests that change nothing; see
     * {@link #byCookieToChange}.
     */
    public Optional<Visitor> byCookie(Request request) throws ProviderException, InterruptedException {
        for (String cookie : request.cookies(loginCookie)) {
            Optional<LoginSession> session = store.sessions().find(Secret.of(cookie));
            if (session.isPresent()) {
                Optional<UserRecord> user = standing(
                                pipeline.refresh(session.get().user()),
                                session.get().user())
                        .filter(found -> !repeated.contradict(request, found));
                if (user.isEmpty()) {
                    store.endSession(session.get());
                    return Optional.empty();
                }
                Instant now = clock.instant();
                store.seen(user.get().name(), now);
                store.sessions().touch(session.get(), now);
                return Optional.of(Visitor.browser(user.get(), session.get(), roles.ofUser(user.get())));
            }
        }
        return Optional.empty();
    }

    /**
     * Who is logged in with this browser, for a request that changes something.
     *
     * @throws HttpError 403 if nobody is, or if the request does not come from a page of this hub
     */
    public Visitor byCookieToChange(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = byCookie(request).orElseThrow(Visitors::notLoggedIn);
        xsrf.check(request, visitor.session().map(LoginSession::id));
        return visitor;
    }

    /** Whose token the request carries in its {@code Authorization} header. */
    public Optional<Visitor> byToken(Request request) throws ProviderException {
        Matcher header = AUTHORIZATION.matcher(request.header("authorization").orElse(""));
        return header.matches() ? byToken(Secret.of(header.group(1))) : Optional.empty();
    }

    /** Whose token this is. */
    public Optional<Visitor> byToken(Secret value) throws ProviderException {
        Optional<ServiceAccount> service = services.byToken(value);
        if (service.isPresent()) {
            ServiceAccount account = service.get();
            return Optional.of(Visitor.service(account, roles.ofService(account.name(), account.admin())));
        }
        return byTokenOfPerson(value);
    }

    private Optional<Visitor> byTokenOfPerson(Secret value) throws ProviderException {
        Instant now = clock.instant();
        Optional<KnownToken> known = tokens.get(value, () -> read(value))
                .filter(found -> found.token().expires().map(now::isBefore).orElse(true));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        TokenRecord token = known.get().token();
        // Tokens outlive the rules under which they were made: those of the blocked stay, and open nothing.
        Optional<UserRecord> owner = Optional.of(known.get().owner()).filter(pipeline::isAllowedNow);
        // A server goes on to report what it does while its owner has to log in again.
        if (owner.isPresent() && known.get().server().isEmpty()) {
            owner = standing(pipeline.refresh(owner.get()), token.owner());
        }
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        store.tokens().touch(token.id(), now);
        // What a server does by itself is not its owner's doing.
        if (known.get().server().isEmpty()) {
            store.seen(owner.get().name(), now);
        }
        ScopeSet scopes = owner.get().equals(known.get().owner()) ? known.get().scopes() : scopes(owner.get(), token);
        return Optional.of(Visitor.program(
                owner.get(), token, known.get().server(), known.get().servers(), scopes));
    }

    /**
     * What is remembered of a token.
     *
     * @param server the server whose own token this is, as against one that somebody has for it
     * @param servers all servers of the owner
     */
    private record KnownToken(
            TokenRecord token,
            UserRecord owner,
            Optional<ServerRef> server,
            List<ServerRecord> servers,
            ScopeSet scopes) {

        String ownerName() {
            return owner.name();
        }
    }

    private Optional<KnownToken> read(Secret value) throws ProviderException {
        Optional<TokenRecord> token = store.tokens().find(value);
        Optional<UserRecord> owner =
                token.isPresent() ? store.users().find(token.get().owner()) : Optional.empty();
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        List<ServerRecord> servers = store.servers().ofUser(owner.get().name());
        return Optional.of(new KnownToken(
                token.get(), owner.get(), serverWith(token.get(), servers), servers, scopes(owner.get(), token.get())));
    }

    /** Somebody who has just proved their password, and has neither session nor token yet. */
    public Visitor byPassword(UserRecord user) throws ProviderException {
        return new Visitor(
                Optional.of(user),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                roles.ofUser(user));
    }

    private static Optional<ServerRef> serverWith(TokenRecord token, List<ServerRecord> servers) {
        String id = Long.toString(token.id());
        return servers.stream()
                .filter(record -> record.tokenId().equals(Optional.of(id)))
                .map(ServerRecord::server)
                .findFirst();
    }

    /**
     * Who calls the REST API: by token, or by cookie if the request comes from a page of this hub. A HEAD tells nobody
     * anything, so that it may come from anywhere; a GET might be read.
     *
     * @throws HttpError 403 if nobody can be told
     */
    public Visitor forApi(Request request) throws ProviderException, InterruptedException {
        // Another scheme is for somebody in front of the hub, such as a proxy that asks for a password.
        if (AUTHORIZATION.matcher(request.header("authorization").orElse("")).matches()) {
            return byToken(request).orElseThrow(() -> new HttpError(403, "The token is not known or has expired"));
        }
        boolean hasBody = request.body().length > 0;
        if (hasBody && !request.contentType().equals("application/json")) {
            throw new HttpError(403, "Send JSON, with the header \"Content-Type: application/json\"");
        }
        return request.method().equals("HEAD")
                ? byCookie(request).orElseThrow(Visitors::notLoggedIn)
                : byCookieToChange(request);
    }

    private static HttpError notLoggedIn() {
        return new HttpError(403, "You are not logged in; log in first");
    }

    /** Never more than the owner may do now, so that what somebody may not do any more, no token does for them. */
    private ScopeSet scopes(UserRecord user, TokenRecord token) throws ProviderException {
        ScopeSet ofUser = roles.ofUser(user);
        return roles.read(token.scopes(), Holder.user(user.name()), ofUser).and(ofUser);
    }

    private static Optional<UserRecord> standing(LoginOutcome outcome, String user) throws ProviderException {
        if (outcome instanceof LoginOutcome.Unavailable unavailable) {
            // Nobody has said no, so the session must outlive the trouble.
            throw ProviderException.retryable(
                    unavailable.publicMessage(), "Whether " + user + " may still come in cannot be found out");
        }
        return outcome instanceof LoginOutcome.LoggedIn in ? Optional.of(in.user()) : Optional.empty();
    }
}
