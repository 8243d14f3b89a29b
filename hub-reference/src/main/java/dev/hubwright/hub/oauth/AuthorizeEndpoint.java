package dev.hubwright.hub.oauth;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.login.Login;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.OAuthPage;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.services.Services;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.store.OAuthClient;
import dev.hubwright.hub.store.OAuthCodes;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the person, where they must be asked, and gives the client a code: {@code /hub/api/oauth2/authorize}. */
public final class AuthorizeEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorizeEndpoint.class);

    /** Long enough that nobody guesses one in the five minutes that it lives: 178 bits. */
    private static final int CODE_LENGTH = 30;

    private static final String SCOPES_FIELD = "scopes";

    private final HubStore store;
    private final Roles roles;
    private final Services services;
    private final Login login;
    private final RandomText random;
    private final Pages pages;
    private final boolean requirePkce;

    /**
     * Takes what it works with.
     *
     * @param requirePkce whether clients must send a code challenge
     */
    public AuthorizeEndpoint(
            HubStore store,
            Services services,
            Roles roles,
            Login login,
            RandomText random,
            Pages pages,
            boolean requirePkce) {
        this.store = store;
        this.services = services;
        this.roles = roles;
        this.login = login;
        this.random = random;
        this.pages = pages;
        this.requirePkce = requirePkce;
    }

    /** Answers the browser that a client has sent. */
    public Response get(Request request) throws ProviderException, InterruptedException {
        if (isPartOfAPage(request)) {
            return decide(request, login.visitors().byCookieToChange(request), false);
        }
        Optional<Visitor> visitor = login.visitors().byCookie(request);
        if (visitor.isEmpty()) {
            return login.pages().redirectToAuthorize(request);
        }
        return decide(request, visitor.get(), false);
    }

    /**
     * Whether a page has something fetched from here, where a browser does not go to it as a whole (Fetch,
     * {@code Sec-Fetch-Mode}). What a page of the hub shows, such as an image, may lead here when a server's cookie has
     * ended. Old browsers say nothing.
     */
    private static boolean isPartOfAPage(Request request) {
        String mode = request.header("sec-fetch-mode").orElse("navigate");
        boolean shown = mode.equals("no-cors")
                && request.header("sec-fetch-site")
                        .filter("same-origin"::equals)
                        .isPresent();
        return !mode.equals("navigate") && !shown;
    }

    /** Takes the person's consent. */
    public Response post(Request request) throws ProviderException, InterruptedException {
        return decide(request, login.visitors().byCookieToChange(request), true);
    }

    private Response decide(Request request, Visitor visitor, boolean consented) throws ProviderException {
        Optional<OAuthClient> client =
                store.oauthClients().find(request.query("client_id").orElse(""));
        AuthorizationRequest wish = AuthorizationRequest.of(request, client);
        Optional<String> error = wish.error(request, requirePkce);
        if (error.isPresent()) {
            return Response.redirect(wish.answer("error", error.get()));
        }
        Destination destination = Destination.of(wish.client(), services)
                .orElseThrow(() -> new HttpError(500, "This client belongs to no server or service any more"));
        if (!destination.isOpenTo(visitor)) {
            throw new HttpError(
                    403, "You may not use this " + (wish.client().server().isPresent() ? "server" : "service"));
        }
        Optional<ScopeSet> offered = granted(wish, visitor, destination);
        if (offered.isEmpty()) {
            return Response.redirect(wish.answer("error", "invalid_scope"));
        }
        Set<String> scopes = offered.get().texts();
        if (consented) {
            scopes = agreed(request, visitor, destination, offered.get());
        } else if (!destination.needsNoConsentOf(visitor) && !coveredBefore(wish, visitor, scopes)) {
            return question(request, visitor, wish, destination, scopes);
        }
        Response back = Response.redirect(wish.answer("code", issue(wish, visitor, scopes)));
        return login.pages().withSessionId(request, visitor, back);
    }

    /** What the client gets: what it asks for, as far as it and the person may have it; empty if it asks too much. */
    private Optional<ScopeSet> granted(AuthorizationRequest wish, Visitor visitor, Destination destination)
            throws ProviderException {
        // "identify" is what JupyterHub once called the three scopes that every client gets.
        Set<String> asked = new TreeSet<>(wish.scopes());
        asked.removeIf(scope -> scope.isEmpty() || scope.equals("identify"));
        if (!asked.stream().allMatch(scope -> Destination.isKnown(scope, roles))) {
            return Optional.empty();
        }
        ScopeSet permitted = destination.with(wish.client().allowedScopes(), visitor, roles);
        ScopeSet wanted = asked.isEmpty() ? permitted : destination.with(asked, visitor, roles);
        if (!permitted.includesAll(wanted)) {
            return Optional.empty();
        }
        ScopeSet granted = wanted.and(visitor.scopes());
        if (!granted.includesAll(wanted)) {
            LOG.info(
                    "{} gets less than it asks for: {} may do no more",
                    wish.client().description(),
                    visitor.name());
        }
        return Optional.of(granted);
    }

    /** What the form says of it, and what every client gets; never more than the question was about. */
    private Set<String> agreed(Request request, Visitor visitor, Destination destination, ScopeSet offered)
            throws ProviderException {
        Set<String> ticked = new TreeSet<>(request.form().getOrDefault(SCOPES_FIELD, List.of()));
        ticked.remove("identify");
        return destination.with(ticked, visitor, roles).and(offered).texts();
    }

    private boolean coveredBefore(AuthorizationRequest wish, Visitor visitor, Set<String> scopes)
            throws ProviderException {
        return store.tokens().ofUser(visitor.name()).stream()
                .filter(token -> token.clientId().equals(wish.client().id()))
                .anyMatch(token -> token.scopes().containsAll(scopes));
    }

    private Response question(
            Request request, Visitor visitor, AuthorizationRequest wish, Destination destination, Set<String> scopes) {
        List<OAuthPage.HiddenField> fields = scopes.stream()
                .map(scope -> new OAuthPage.HiddenField(SCOPES_FIELD, scope))
                .toList();
        Response page = login.pages()
                .page(
                        request,
                        visitor,
                        chrome -> pages.oauth(new OAuthPage(
                                chrome,
                                destination.description(),
                                ScopeSentences.of(scopes, visitor.name()),
                                request.uri(),
                                fields)));
        // A service elsewhere is where the form leads in the end, which browsers hold against the policy.
        return wish.redirectOrigin()
                .map(origin -> page.with("content-security-policy", pages.contentSecurityPolicy(List.of(origin))))
                .orElse(page);
    }

    private String issue(AuthorizationRequest wish, Visitor visitor, Set<String> scopes) throws ProviderException {
        Secret code = random.secret(CODE_LENGTH);
        store.oauthCodes()
                .add(
                        code,
                        new OAuthCodes.Code(
                                wish.client().id(),
                                visitor.name(),
                                wish.redirectUri(),
                                scopes,
                                visitor.session().map(LoginSession::id),
                                wish.challenge(),
                                wish.challengeMethod()));
        return code.reveal();
    }
}
