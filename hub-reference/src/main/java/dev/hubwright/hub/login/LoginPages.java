package dev.hubwright.hub.login;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.LoginOutcome;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.login.Messages.Message;
import dev.hubwright.hub.pages.Chrome;
import dev.hubwright.hub.pages.LoginPage;
import dev.hubwright.hub.pages.NoticePage;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.store.Flows;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import dev.hubwright.hub.web.UrlEncoding;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The login pages, and what other pages need of them. */
public final class LoginPages {

    /** A name longer than this is cut before it is shown or logged again. */
    private static final int LONGEST_NAME_SHOWN = 32;

    private static final int STATE_LENGTH = 22;

    private final LoginPipeline pipeline;
    private final LoginMethods methods;
    private final Visitors visitors;
    private final XsrfTokens xsrf;
    private final FlowCookies flows;
    private final Messages messages;
    private final BrowserSessions sessions;
    private final AuthRequests requests;
    private final RandomText random;
    private final Frame frame;
    private final Pages pages;
    private final HubPaths paths;
    private final HubOrigin origin;
    private final LoginPolicy policy;

    LoginPages(LoginParts parts) {
        this.pipeline = parts.pipeline();
        this.methods = parts.methods();
        this.visitors = parts.visitors();
        this.xsrf = parts.xsrf();
        this.flows = new FlowCookies(parts.store(), parts.random(), parts.paths(), parts.origin());
        this.messages = new Messages(parts.store(), parts.random(), parts.paths(), parts.origin());
        this.sessions = parts.sessions();
        this.requests = parts.requests();
        this.random = parts.random();
        this.frame = new Frame(parts.xsrf(), parts.paths(), parts.origin(), parts.services());
        this.pages = parts.pages();
        this.paths = parts.paths();
        this.origin = parts.origin();
        this.policy = parts.policy();
    }

    void addTo(Router router) {
        router.add("GET", paths.hub("login"), this::show);
        router.add("POST", paths.hub("login"), request -> attempt(request, Optional.empty()));
        router.add("GET", paths.hub("login/{instance}"), this::begin);
        router.add("POST", paths.hub("login/{instance}"), request -> attempt(request, instance(request)));
        router.add("GET", paths.hub("notice"), this::notice);
        router.add("GET", paths.hub("oauth_callback"), request -> callback(request, methods.single()));
        router.add("GET", paths.hub("{instance}/oauth_callback"), request -> callback(request, instance(request)));
        router.add("POST", paths.hub("oauth_callback"), LoginPages::callbackByForm);
        router.add("POST", paths.hub("{instance}/oauth_callback"), LoginPages::callbackByForm);
    }

    /** Sends somebody who is not logged in to the login page, and back here afterwards. */
    public Response redirectToLogin(Request request) {
        return Response.redirect(paths.hub("login") + "?next=" + UrlEncoding.encode(request.uri()));
    }

    /** The same for the question whether a server may know who somebody is, which can do without the login page. */
    public Response redirectToAuthorize(Request request) {
        return methods.singleButton()
                .filter(any -> policy.autoLoginToAuthorize())
                .map(instance -> Response.redirect(LoginMethods.path(paths, instance, request.uri())))
                .orElseGet(() -> redirectToLogin(request));
    }

    /** A page for somebody who is logged in. */
    public Response page(Request request, Visitor visitor, Function<Chrome, String> html) {
        return page(request, visitor, 200, html);
    }

    /** A page with another status. */
    public Response page(Request request, Visitor visitor, int status, Function<Chrome, String> html) {
        return frame.page(request, Optional.of(visitor), status, html);
    }

    /** An answer that gives the browser the id of its session, where it has lost that. */
    public Response withSessionId(Request request, Visitor visitor, Response answer) {
        return visitor.session()
                .map(session -> sessions.withId(request, session, answer))
                .orElse(answer);
    }

    /** The path to go to, if it is one of ours. */
    public Optional<String> safe(Request request, String next) {
        return SafeRedirect.path(next, origin.of(request), paths.base());
    }

    private Response show(Request request) throws ProviderException, InterruptedException {
        if (visitors.byCookie(request).isPresent()) {
            return Response.redirect(target(request, request.query("next")));
        }
        Optional<Message> message = messages.take(request);
        if (message.isEmpty() && policy.autoLogin() && methods.singleButton().isPresent()) {
            String instance = methods.singleButton().get();
            return Response.redirect(
                    LoginMethods.path(paths, instance, request.query("next").orElse("")));
        }
        return form(request, message.map(Message::status).orElse(200), "", message.map(Message::text));
    }

    private Response form(Request request, int status, String username, Optional<String> error) {
        return form(request, status, username, error, paths.hub("login"), List.of(), "");
    }

    private Response form(
            Request request,
            int status,
            String username,
            Optional<String> error,
            String action,
            List<AuthResult.Field> questions,
            String message) {
        String next = request.query("next").or(() -> request.field("next")).orElse("");
        return frame.page(
                request,
                Optional.empty(),
                status,
                chrome -> pages.login(new LoginPage(
                        chrome,
                        action,
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
        Optional<String> instance = instance(request);
        AuthRequest step = requests.step(request, instance, Optional.empty(), hint(request));
        return answer(request, pipeline.login(instance.get(), step), request.query("next"));
    }

    /** What this login has to ask for, if somebody's server was told so. */
    private Opaque hint(Request request) throws ProviderException {
        Optional<String> id = request.query("hint");
        Optional<Flows.Flow> kept = id.isPresent() ? flows.kept(Secret.of(id.get())) : Optional.empty();
        return kept.filter(flow -> flow.instance().equals(request.path("instance")))
                .map(Flows.Flow::flow)
                .orElse(Opaque.empty());
    }

    private Response attempt(Request request, Optional<String> instance)
            throws ProviderException, InterruptedException {
        if (!isFromOurPage(request)) {
            return form(request, 403, typed(request), Optional.of("That page was too old; please try again."));
        }
        Optional<Flows.Flow> flow = flows.take(request);
        Optional<String> asked = flow.map(Flows.Flow::instance).or(() -> instance);
        AuthRequest step = requests.step(request, asked, flow.map(Flows.Flow::flow), Opaque.empty());
        LoginOutcome outcome = asked.isPresent() ? pipeline.login(asked.get(), step) : pipeline.login(step);
        Optional<String> next =
                request.query("next").or(() -> request.field("next")).or(() -> flow.map(Flows.Flow::next));
        return flows.taken(request, answer(request, outcome, next));
    }

    /** The browser is back from an identity provider, with a code or an error in the address, which must not stay. */
    private Response callback(Request request, Optional<String> instance)
            throws ProviderException, InterruptedException {
        Optional<Flows.Flow> flow = flows.take(request).filter(found -> instance.equals(Optional.of(found.instance())));
        if (flow.isEmpty()) {
            return visitors.byCookie(request).isPresent()
                    ? Response.redirect(policy.landingPage())
                    : failed(request, 400, "This login was begun too long ago; please begin again.", "");
        }
        String next = flow.get().next();
        AuthRequest step =
                requests.step(request, instance, Optional.of(flow.get().flow()), Opaque.empty());
        LoginOutcome outcome = pipeline.login(flow.get().instance(), step);
        Response answer = flows.taken(request, answerElsewhere(request, outcome, next));
        return outcome instanceof LoginOutcome.LoggedIn && flow.get().deliberate()
                ? Deliberate.cameIn(answer, paths, origin.isSecure(request))
                : answer;
    }

    /**
     * The same by a form, which some providers insist on. Browsers keep our cookies out of a form from another site, and
     * send them where it leads.
     */
    private static Response callbackByForm(Request request) {
        String query = request.form().entrySet().stream()
                .flatMap(field -> field.getValue().stream()
                        .map(value -> UrlEncoding.encode(field.getKey()) + "=" + UrlEncoding.encode(value)))
                .collect(Collectors.joining("&"));
        return Response.status(303).with("location", request.rawPath() + "?" + query);
    }

    private Response answerElsewhere(Request request, LoginOutcome outcome, String next) throws ProviderException {
        Optional<HttpError> later = notNow(outcome);
        if (later.isPresent()) {
            return failed(request, later.get().status(), later.get().getMessage(), next);
        }
        if (outcome instanceof LoginOutcome.Refused refused) {
            return failed(request, status(refused), refused.publicMessage(), next);
        }
        if (outcome instanceof LoginOutcome.Unavailable unavailable) {
            return failed(request, 503, unavailable.publicMessage(), next);
        }
        return answer(request, outcome, Optional.of(next));
    }

    private Response failed(Request request, int status, String message, String next) throws ProviderException {
        String query = next.isEmpty() ? "" : "?next=" + UrlEncoding.encode(next);
        return Response.redirect(paths.hub("login") + query)
                .with("set-cookie", messages.leave(request, new Message(status, message)));
    }

    private Response answer(Request request, LoginOutcome outcome, Optional<String> next) throws ProviderException {
        Optional<HttpError> later = notNow(outcome);
        if (later.isPresent()) {
            return form(
                            request,
                            later.get().status(),
                            "",
                            Optional.of(later.get().getMessage()))
                    .with(
                            "retry-after",
                            Long.toString(later.get().retryAfter().orElseThrow().toSeconds()));
        }
        if (outcome instanceof LoginOutcome.LoggedIn in) {
            return logIn(request, in, target(request, next));
        }
        if (outcome instanceof LoginOutcome.Refused refused) {
            Response page = form(request, status(refused), typed(request), Optional.of(refused.publicMessage()));
            return refused.retryAfter()
                    .map(wait -> page.with("retry-after", Long.toString(Math.max(1, wait.toSeconds()))))
                    .orElse(page);
        }
        if (outcome instanceof LoginOutcome.Unavailable unavailable) {
            return form(request, 503, typed(request), Optional.of(unavailable.publicMessage()));
        }
        if (outcome instanceof LoginOutcome.RedirectTo there) {
            Flows.Flow flow =
                    new Flows.Flow(there.instance(), next.orElse(""), there.flow(), Deliberate.isFromHere(request));
            return flows.keep(
                    request, flow, there.uri(), Response.redirect(there.uri().toString()));
        }
        LoginOutcome.Ask ask = (LoginOutcome.Ask) outcome;
        String action = paths.hub("login") + "?state=" + random.letters(STATE_LENGTH);
        Flows.Flow flow = new Flows.Flow(ask.instance(), next.orElse(""), ask.flow(), Deliberate.isFromHere(request));
        Response questions = form(request, 200, "", Optional.empty(), action, ask.fields(), ask.message());
        return flows.keep(request, flow, URI.create(action), questions);
    }

    /** Why somebody who may come in has to wait; who may not is told that first. */
    private Optional<HttpError> notNow(LoginOutcome outcome) {
        return outcome instanceof LoginOutcome.LoggedIn in
                ? policy.notices().refusal(in.user().admin())
                : Optional.empty();
    }

    private static int status(LoginOutcome.Refused refused) {
        return refused.retryAfter().isPresent() ? 429 : 403;
    }

    /** Leads to where the person wanted to go, past what they should read first. */
    private Response logIn(Request request, LoginOutcome.LoggedIn in, String target) throws ProviderException {
        Response leads = in.notice().isEmpty()
                ? Response.redirect(target)
                : Response.redirect(paths.hub("notice") + "?next=" + UrlEncoding.encode(target))
                        .with(
                                "set-cookie",
                                messages.leave(
                                        request, new Message(200, in.notice().get())));
        return sessions.begin(request, in, leads);
    }

    private Response notice(Request request) throws ProviderException, InterruptedException {
        String target = target(request, request.query("next"));
        Optional<Visitor> visitor = visitors.byCookie(request);
        Optional<Message> message = visitor.isPresent() ? messages.take(request) : Optional.empty();
        return message.isEmpty()
                ? Response.redirect(target)
                : page(
                        request,
                        visitor.get(),
                        chrome -> pages.notice(
                                new NoticePage(chrome, message.get().text(), target)));
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

    private static Optional<String> instance(Request request) {
        return Optional.of(request.path("instance"));
    }

    private static String typed(Request request) {
        String name = request.field("username").orElse("");
        return name.length() > LONGEST_NAME_SHOWN ? name.substring(0, LONGEST_NAME_SHOWN / 2) : name;
    }
}
