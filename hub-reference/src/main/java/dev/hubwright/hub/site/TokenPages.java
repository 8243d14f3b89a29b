package dev.hubwright.hub.site;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.ServerRecord;
import dev.hubwright.hub.login.Login;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.login.TokenLife;
import dev.hubwright.hub.login.TokenScopes;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.pages.TokensPage;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.store.Tokens;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The page where people make and revoke their tokens. */
final class TokenPages {

    private static final int TOKEN_LENGTH = 32;
    private static final int LONGEST_NOTE = 200;
    private static final String USUAL_LIFE = "2592000";

    private final HubStore store;
    private final Login login;
    private final TokenScopes scopes;
    private final Pages pages;
    private final RandomText random;
    private final HubPaths paths;
    private final TokenLife life;

    TokenPages(
            HubStore store,
            Login login,
            TokenScopes scopes,
            Pages pages,
            RandomText random,
            HubPaths paths,
            TokenLife life) {
        this.store = store;
        this.login = login;
        this.scopes = scopes;
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
                ? show(request, visitor.get(), 200, form(new TokensPage.Wish("", "", USUAL_LIFE), Optional.empty()))
                : login.pages().redirectToLogin(request);
    }

    private Response create(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = login.visitors().byCookieToChange(request);
        TokensPage.Wish wish =
                new TokensPage.Wish(field(request, "note"), field(request, "scopes"), field(request, "expires_in"));
        try {
            Secret value = make(visitor, wish);
            return show(
                    request,
                    visitor,
                    200,
                    form(new TokensPage.Wish("", "", USUAL_LIFE), Optional.empty())
                            .withCreated(value));
        } catch (HttpError e) {
            return show(request, visitor, e.status(), form(wish, Optional.of(e.getMessage())));
        }
    }

    private Secret make(Visitor visitor, TokensPage.Wish wish) throws ProviderException {
        if (wish.note().length() > LONGEST_NOTE) {
            throw new HttpError(400, "What it is for must be said in " + LONGEST_NOTE + " characters");
        }
        List<String> asked = Arrays.stream(wish.scopes().split("[\\s,]+"))
                .filter(Predicate.not(String::isEmpty))
                .toList();
        Set<String> scopes = this.scopes.granted(
                Optional.of(asked).filter(texts -> !texts.isEmpty()), Optional.empty(), visitor.user(), visitor);
        Optional<Instant> end = life.end(Optional.of(wish.expiresIn()).filter(text -> !text.isEmpty()));
        Secret value = Secret.of(random.hexadecimal(TOKEN_LENGTH));
        String note = wish.note().isEmpty() ? "Made on the token page" : wish.note();
        store.tokens()
                .add(
                        new Tokens.NewToken(visitor.name(), Tokens.HUB_CLIENT, scopes, note, Optional.empty(), end),
                        value);
        return value;
    }

    private Response revoke(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = login.visitors().byCookieToChange(request);
        String id = request.path("token");
        if (id.matches("a\\d{1,18}")) {
            Optional<TokenRecord> token = store.tokens().byId(Long.parseLong(id.substring(1)));
            if (token.filter(found -> found.owner().equals(visitor.name())).isPresent()) {
                store.tokens().revoke(token.get());
            }
        }
        return Response.redirect(paths.hub("token"));
    }

    private TokensPage.Form form(TokensPage.Wish wish, Optional<String> error) {
        return new TokensPage.Form(paths.hub("token"), wish, TokensPage.lives(life.longest()), error, Optional.empty());
    }

    private Response show(Request request, Visitor visitor, int status, TokensPage.Form form) throws ProviderException {
        Set<String> ofServers = store.servers().ofUser(visitor.name()).stream()
                .map(ServerRecord::tokenId)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        Predicate<TokenRecord> own =
                token -> token.clientId().equals(Tokens.HUB_CLIENT) && !ofServers.contains(Long.toString(token.id()));
        List<TokenRecord> tokens = store.tokens().ofUser(visitor.name());
        return login.pages()
                .page(
                        request,
                        visitor,
                        status,
                        chrome -> pages.tokens(
                                new TokensPage(chrome, form, rows(tokens, own), rows(tokens, own.negate()))));
    }

    private List<TokensPage.TokenRow> rows(List<TokenRecord> tokens, Predicate<TokenRecord> some) {
        return tokens.stream().filter(some).map(this::row).toList();
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

    private static String field(Request request, String name) {
        return request.field(name).orElse("").strip();
    }
}
