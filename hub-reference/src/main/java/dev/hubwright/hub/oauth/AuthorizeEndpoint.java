package dev.hubwright.hub.oauth;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.LoginPages;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.pages.Chrome;
import dev.hubwright.hub.pages.OAuthPage;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.scopes.Holder;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.store.OAuthClient;
import dev.hubwright.hub.store.OAuthCodes;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks the person, where they must be asked, and gives the client a code: {@code /hub/api/oauth2/authorize}. */
public final class AuthorizeEndpoint {

    /** Long enough that nobody guesses one in the five minutes that it lives: 178 bits. */
    private static final int CODE_LENGTH = 30;

    private final HubStore store;
    private final Visitors visitors;
    private final Roles roles;
    private final RandomText random;
    private final Pages pages;
    private final LoginPages login;
    private final HubPaths paths;

    /** Takes what it works with. */
    public AuthorizeEndpoint(
            HubStore store,
            Visitors visitors,
            Roles roles,
            RandomText random,
            Pages pages,
            LoginPages login,
            HubPaths paths) {
        this.store = store;
        this.visitors = visitors;
        this.roles = roles;
        this.random = random;
        this.pages = pages;
        this.login = login;
        this.paths = paths;
    }

    /** Answers the browser that a client has sent. */
    public Response get(Request request) throws ProviderException, InterruptedException {
        Optional<Visitor> visitor = visitors.byCookie(request);
        if (visitor.isEmpty()) {
            return login.redirectToAuthorize(request);
        }
        return decide(request, visitor.get(), false);
    }

    /** Takes the person's consent. */
    public Response post(Request request) throws ProviderException, InterruptedException {
        return decide(request, visitors.byCookieToChange(request), true);
    }

    private Response decide(Request request, Visitor visitor, boolean consented)
            throws ProviderException, InterruptedException {
        Optional<OAuthClient> client =
                store.oauthClients().find(request.query("client_id").orElse(""));
        AuthorizationRequest wish = AuthorizationRequest.of(request, client);
        Optional<String> error = wish.error(request);
        if (error.isPresent()) {
            return Response.redirect(wish.answer("error", error.get()));
        }
        ServerRef server = wish.client()
                .server()
                .orElseThrow(() -> new HttpError(500, "This client belongs to no server any more"));
        if (!visitor.scopes().allows("access:servers", server)) {
            throw new HttpError(403, "You may not use this server");
        }
        Optional<Set<String>> scopes = granted(wish, visitor, server);
        if (scopes.isEmpty()) {
            return Response.redirect(wish.answer("error", "invalid_scope"));
        }
        if (!consented && !server.user().equals(visitor.name()) && !coveredBefore(wish, visitor, scopes.get())) {
            return login.page(request, visitor, chrome -> pages.oauth(question(chrome, request, server)));
        }
        return Response.redirect(wish.answer("code", issue(wish, visitor, scopes.get())));
    }

    /** What the client gets: what it asks for, as far as it and the person may have it; empty if it asks too much. */
    private Optional<Set<String>> granted(AuthorizationRequest wish, Visitor visitor, ServerRef server)
            throws ProviderException {
        Holder holder = Holder.user(visitor.name()).through(server);
        ScopeSet ofUser = visitor.scopes();
        // "identify" is what JupyterHub once called the three scopes that every client gets.
        Set<String> asked = new TreeSet<>(wish.scopes());
        asked.removeIf(scope -> scope.isEmpty() || scope.equals("identify"));
        ScopeSet permitted = roles.read(with(wish.client().allowedScopes(), server), holder, ofUser);
        ScopeSet wanted = asked.isEmpty() ? permitted : roles.read(with(asked, server), holder, ofUser);
        return permitted.includesAll(wanted) ? Optional.of(wanted.and(ofUser).texts()) : Optional.empty();
    }

    private static Set<String> with(Set<String> scopes, ServerRef server) {
        Set<String> all = new TreeSet<>(scopes);
        all.addAll(List.of("read:users:name!user", "read:users:groups!user", "access:servers!server=" + server));
        return all;
    }

    private boolean coveredBefore(AuthorizationRequest wish, Visitor visitor, Set<String> scopes)
            throws ProviderException {
        return store.tokens().ofUser(visitor.name()).stream()
                .filter(token -> token.clientId().equals(wish.client().id()))
                .anyMatch(token -> token.scopes().containsAll(scopes));
    }

    private static OAuthPage question(Chrome chrome, Request request, ServerRef server) {
        return new OAuthPage(
                chrome,
                wishDescription(server),
                List.of("read your name and your groups", "let you use this server"),
                request.uri(),
                List.of());
    }

    private static String wishDescription(ServerRef server) {
        String name = server.name().isEmpty() ? "" : " \"" + server.name() + "\"";
        return "The server" + name + " of " + server.user();
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
