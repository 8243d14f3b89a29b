package dev.hubwright.hub.login;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.LoginOutcome;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.pages.Chrome;
import dev.hubwright.hub.pages.LoginPage;
import dev.hubwright.hub.pages.LogoutPage;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.store.Flows;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import dev.hubwright.hub.web.SetCookie;
import dev.hubwright.hub.web.UrlEncoding;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The login and logout pages, and what other pages need of them. */
public final class LoginPages {

    static final String SESSION_COOKIE = "jupyterhub-session-id";
    /** A name longer than this is cut before it is shown or logged again. */
    private static final int LONGEST_NAME_SHOWN = 32;

    private final HubStore store;
    private final LoginPipeline pipeline;
    private final LoginMethods methods;
    private final Visitors visitors;
    private final XsrfTokens xsrf;
    private final FlowCookies flows;
    private final RandomText random;
    private final Pages pages;
    private final HubPaths paths;
    private final HubOrigin origin;
    private final Clock clock;
    private final Audit audit;
    private final LoginPolicy policy;

    LoginPages(LoginParts parts) {
        this.store = parts.store();
        this.pipeline = parts.pipeline();
        this.methods = parts.methods();
        this.visitors = parts.visitors();
        this.xsrf = parts.xsrf();
        this.flows = new FlowCookies(parts.store(), parts.random(), parts.paths());
        this.random = parts.random();
        this.pages = parts.pages();
        this.paths = parts.paths();
        this.origin = parts.origin();
        this.clock = parts.clock();
        this.audit = parts.audit();
        this.policy = parts.policy();
    }

    /** Adds its routes. */
    public void addTo(Router router) {
        router.add("GET", paths.hub("login"), this::show);
        router.add("POST", paths.hub("login"), request -> attempt(request, Optional.empty()));
        router.add("GET", paths.hub("login/{instance}"), this::begin);
        router.add("POST", paths.hub("login/{instance}"), request -> attempt(request, instance(request)));
        router.add("GET", paths.hub("oauth_callback"), request -> callback(request, methods.single()));
        router.add("GET", paths.hub("{instance}/oauth_callback"), request -> callback(request, instance(request)));
        router.add("GET", paths.hub("logout"), this::logout);
    }

    /** Sends somebody who is not logged in to the login page, and back here afterwards. */
    public Response redirectToLogin(Request request) {
        return Response.redirect(paths.hub("login") + "?next=" + UrlEncoding.encode(request.uri()));
    }

    /** A page for somebody who is logged in. */
    public Response page(Request request, Visitor visitor, Function<Chrome, String> html) {
        return page(request, visitor, 200, html);
    }

    /** A page with another status. */
    public Response page(Request request, Visitor visitor, int status, Function<Chrome, String> html) {
        Optional<String> session = visitor.session().map(LoginSession::id);
        return page(request, Optional.of(visitor.user()), session, status, html);
    }

    private Response page(
            Request request,
            Optional<UserRecord> user,
            Optional<String> session,
            int status,
            Function<Chrome, String> html) {
        String token = xsrf.tokenFor(request, session);
        // The menu has no place for administrators until there is a page for them.
        Chrome chrome =
                user.map(record -> Chrome.of(record.name(), false, token)).orElseGet(() -> Chrome.anonymous(token));
        Response response = Response.html(status, html.apply(chrome)).with("cache-control", "no-store");
        if (request.cookies(XsrfTokens.NAME).contains(token)) {
            return response;
        }
        return response.with(
                "set-cookie",
                cookie(request, XsrfTokens.NAME, token, paths.hub()).toString());
    }

    /** The path to go to, if it is one of ours. */
    public Optional<String> safe(Request request, String next) {
        return SafeRedirect.path(next, origin.of(request), paths.base());
    }

    private Response show(Request request) throws ProviderException, InterruptedException {
        Optional<Visitor> visitor = visitors.byCookie(request);
        if (visitor.isPresent()) {
            return Response.redirect(target(request, request.query("next")));
        }
        if (policy.autoLogin() && methods.single().isPresent() && !methods.hasForm()) {
            String next = request.query("next")
                    .map(path -> "?next=" + UrlEncoding.encode(path))
                    .orElse("");
            return Response.redirect(
                    paths.hub("login/" + UrlEncoding.encode(methods.single().get())) + next);
        }
        return form(request, 200, "", Optional.empty(), List.of(), "");
    }

    private Response form(
            Request request,
            int status,
            String username,
            Optional<String> error,
            List<AuthResult.Field> questions,
            String message) {
        String next = request.query("next").or(() -> request.field("next")).orElse("");
        return page(
                request,
                Optional.empty(),
                Optional.empty(),
                status,
                chrome -> pages.login(new LoginPage(
                        chrome,
                        paths.hub("login"),
                        username,
                        error,
                        next,
                        methods.buttons(paths, next),
                        methods.hasForm(),
                        methods.otpPrompt(),
                        questions,
                        message)));
    }

    /** A button was pressed: the first step of a login that goes elsewhere. */
    private Response begin(Request request) throws ProviderException, InterruptedException {
        AuthRequest step = step(request, Optional.empty());
        return answer(request, pipeline.login(request.path("instance"), step), request.query("next"));
    }

    private Response attempt(Request request, Optional<String> instance)
            throws ProviderException, InterruptedException {
        if (!isFromOurPage(request)) {
            return form(
                    request,
                    403,
                    typed(request),
                    Optional.of("That page was too old; please try again."),
                    List.of(),
                    "");
        }
        Optional<Flows.Flow> flow = flows.take(request);
        AuthRequest step = step(request, flow);
        Optional<String> asked = flow.map(Flows.Flow::instance).or(() -> instance);
        LoginOutcome outcome = asked.isPresent() ? pipeline.login(asked.get(), step) : pipeline.login(step);
        Optional<String> next =
                request.query("next").or(() -> request.field("next")).or(() -> flow.map(Flows.Flow::next));
        return answer(request, outcome, next);
    }

    private Response callback(Request request, Optional<String> instance)
            throws ProviderException, InterruptedException {
        Optional<Flows.Flow> flow = flows.take(request).filter(found -> instance.equals(Optional.of(found.instance())));
        if (flow.isEmpty()) {
            return form(
                    request,
                    400,
                    "",
                    Optional.of("This login was begun too long ago; please begin again."),
                    List.of(),
                    "");
        }
        return answer(
                request,
                pipeline.login(flow.get().instance(), step(request, flow)),
                Optional.of(flow.get().next()));
    }

    private Response answer(Request request, LoginOutcome outcome, Optional<String> next) throws ProviderException {
        if (outcome instanceof LoginOutcome.LoggedIn in) {
            return logIn(request, in.user(), next);
        }
        if (outcome instanceof LoginOutcome.Refused refused) {
            int status = refused.retryAfter().isPresent() ? 429 : 403;
            Response page = form(request, status, typed(request), Optional.of(refused.publicMessage()), List.of(), "");
            return refused.retryAfter()
                    .map(wait -> page.with("retry-after", Long.toString(Math.max(1, wait.toSeconds()))))
                    .orElse(page);
        }
        if (outcome instanceof LoginOutcome.Unavailable unavailable) {
            return form(request, 503, typed(request), Optional.of(unavailable.publicMessage()), List.of(), "");
        }
        if (outcome instanceof LoginOutcome.RedirectTo elsewhere) {
            String cookie = flows.keep(
                    elsewhere.instance(), next.orElse(""), elsewhere.flow(), elsewhere.uri(), origin.isSecure(request));
            return Response.redirect(elsewhere.uri().toString()).with("set-cookie", cookie);
        }
        LoginOutcome.Ask ask = (LoginOutcome.Ask) outcome;
        String cookie = flows.keep(
                ask.instance(), next.orElse(""), ask.flow(), URI.create(paths.hub("login")), origin.isSecure(request));
        return form(request, 200, "", Optional.empty(), ask.fields(), ask.message())
                .with("set-cookie", cookie);
    }

    private Response logIn(Request request, UserRecord user, Optional<String> next) throws ProviderException {
        Secret cookie = random.secret(43);
        Instant now = clock.instant();
        LoginSession session =
                new LoginSession(random.hexadecimal(32), user.name(), now, now, now.plus(policy.sessionLifetime()));
        // A cookie that somebody planted before the login must not become the session of the person who logs in.
        for (String old : request.cookies(Visitors.LOGIN_COOKIE)) {
            forget(Secret.of(old), user);
        }
        store.sessions().add(cookie, session);
        SetCookie login = new SetCookie(
                Visitors.LOGIN_COOKIE,
                cookie.reveal(),
                paths.hub(),
                Optional.of(policy.sessionLifetime()),
                true,
                origin.isSecure(request));
        return Response.redirect(target(request, next))
                .with("set-cookie", login.toString())
                .with("set-cookie", sessionCookie(request, session.id()));
    }

    /** Who logs in after somebody else must not have their servers, which know the browser by its tokens. */
    private void forget(Secret cookie, UserRecord next) throws ProviderException {
        Optional<LoginSession> session = store.sessions().find(cookie);
        store.sessions().remove(cookie);
        if (session.isPresent() && !session.get().user().equals(next.name())) {
            revoke(session.get().id());
        }
    }

    private void revoke(String session) throws ProviderException {
        // Codes first, so that none becomes a token after the tokens are gone.
        store.oauthCodes().revokeOfSession(session);
        store.tokens().revokeOfSession(session);
    }

    private String sessionCookie(Request request, String id) {
        return new SetCookie(SESSION_COOKIE, id, paths.base(), Optional.empty(), true, origin.isSecure(request))
                .toString();
    }

    /** Ends the session, and every token that browsers have got during it; a server then asks for a login again. */
    private Response logout(Request request) throws ProviderException, InterruptedException {
        Optional<Visitor> visitor = visitors.byCookie(request);
        for (String cookie : request.cookies(Visitors.LOGIN_COOKIE)) {
            store.sessions().remove(Secret.of(cookie));
        }
        if (visitor.isPresent()) {
            revoke(visitor.get().session().orElseThrow().id());
            audit.record("logout", visitor.get().name(), Map.of());
            policy.afterLogout().accept(visitor.get().name());
        }
        boolean secure = origin.isSecure(request);
        // With auto_login the login page would log the person straight in again.
        Response page = policy.autoLogin()
                ? Response.html(200, pages.logout(new LogoutPage(Chrome.anonymous(""))))
                : Response.redirect(paths.hub("login"));
        return page.with(
                        "set-cookie",
                        SetCookie.clear(Visitors.LOGIN_COOKIE, paths.hub(), secure)
                                .toString())
                .with(
                        "set-cookie",
                        SetCookie.clear(SESSION_COOKIE, paths.base(), secure).toString())
                .with(
                        "set-cookie",
                        SetCookie.clear(XsrfTokens.NAME, paths.hub(), secure).toString());
    }

    private String target(Request request, Optional<String> next) {
        return next.filter(text -> !text.isEmpty())
                .flatMap(text -> safe(request, text))
                .orElse(policy.landingPage());
    }

    private boolean isFromOurPage(Request request) {
        try {
            xsrf.check(request, Optional.empty());
            return true;
        } catch (HttpError e) {
            return false;
        }
    }

    private AuthRequest step(Request request, Optional<Flows.Flow> flow) {
        AuthRequest.Builder step = AuthRequest.builder().peerAddress(request.peerAddress());
        request.form().forEach((name, values) -> step.field(name, Secret.of(values.get(values.size() - 1))));
        request.query().forEach((name, values) -> {
            if (values.size() == 1) {
                step.query(name, values.get(0));
            }
        });
        request.headers().forEach(step::header);
        flow.map(Flows.Flow::flow).ifPresent(step::flow);
        step.callbackUri(URI.create(origin.of(request) + paths.hub("oauth_callback")));
        return step.build();
    }

    private Optional<String> instance(Request request) {
        return Optional.of(request.path("instance"));
    }

    private static String typed(Request request) {
        String name = request.field("username").orElse("");
        return name.length() > LONGEST_NAME_SHOWN ? name.substring(0, LONGEST_NAME_SHOWN / 2) : name;
    }

    private SetCookie cookie(Request request, String name, String value, String path) {
        return new SetCookie(name, value, path, Optional.empty(), false, origin.isSecure(request));
    }
}
