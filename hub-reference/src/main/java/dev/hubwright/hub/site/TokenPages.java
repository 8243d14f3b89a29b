package dev.hubwright.hub.site;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.login.Login;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.login.TokenLife;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.pages.TokensPage;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.store.Tokens;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The page where people make and revoke their tokens. */
final class TokenPages {

    private static final int TOKEN_LENGTH = 32;

    private final HubStore store;
    private final Login login;
    private final Pages pages;
    private final RandomText random;
    private final HubPaths paths;
    private final TokenLife life;

    TokenPages(HubStore store, Login login, Pages pages, RandomText random, HubPaths paths, TokenLife life) {
        this.store = store;
        this.login = login;
        this.pages = pages;
        this.random = random;
        this.paths = paths;
        this.life = life;
    }

    void addTo(Router router) {
        router.add("GET", paths.hub("token"), this::list);
        router.add("POST", paths.hub("token"), this::create);
        router.add("POST", paths.hub("token/{token}/revoke"), this::revoke);
    }

    private Response list(Request request) throws ProviderException, InterruptedException {
        Optional<Visitor> visitor = login.visitors().byCookie(request);
        return visitor.isPresent()
                ? show(request, visitor.get(), Optional.empty())
                : login.pages().redirectToLogin(request);
    }

    private Response create(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = login.visitors().byCookieToChange(request);
        Secret value = Secret.of(random.hexadecimal(TOKEN_LENGTH));
        String note = request.field("note").filter(text -> !text.isBlank()).orElse("Made on the token page");
        Optional<Instant> end = life.end(request.field("expires_in").filter(text -> !text.isBlank()));
        store.tokens()
                .add(
                        new Tokens.NewToken(
                                visitor.name(), Tokens.HUB_CLIENT, Set.of("inherit"), note, Optional.empty(), end),
                        value);
        return show(request, visitor, Optional.of(value));
    }

    private Response revoke(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = login.visitors().byCookieToChange(request);
        String id = request.path("token");
        if (id.matches("a\\d{1,18}")) {
            Optional<TokenRecord> token = store.tokens().byId(Long.parseLong(id.substring(1)));
            if (token.filter(found -> found.owner().equals(visitor.name())).isPresent()) {
                store.tokens().revoke(token.get().id());
            }
        }
        return Response.redirect(paths.hub("token"));
    }

    private Response show(Request request, Visitor visitor, Optional<Secret> created) throws ProviderException {
        List<TokensPage.TokenRow> rows =
                store.tokens().ofUser(visitor.name()).stream().map(this::row).toList();
        return login.pages()
                .page(
                        request,
                        visitor,
                        chrome -> pages.tokens(new TokensPage(chrome, rows, paths.hub("token"), created)));
    }

    private TokensPage.TokenRow row(TokenRecord token) {
        String id = "a" + token.id();
        return new TokensPage.TokenRow(
                id,
                token.note(),
                token.scopes().stream().sorted().toList(),
                token.created(),
                token.lastActivity(),
                token.expires(),
                paths.hub("token/" + id + "/revoke"));
    }
}
