package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.LoginOutcome;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.login.TokenScopes;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.store.Tokens;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The API about tokens: list, make, revoke. */
final class TokenApi {

    private static final int TOKEN_LENGTH = 32;

    private final RestParts parts;
    private final HubStore store;
    private final TokenScopes scopes;
    private final Models models;

    TokenApi(RestParts parts, TokenScopes scopes, Models models) {
        this.parts = parts;
        this.store = parts.store();
        this.scopes = scopes;
        this.models = models;
    }

    Response list(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        UserRecord user = Access.user(store, visitor, "read:tokens", request.path("user"));
        ObjectNode answer = Json.object();
        ArrayNode tokens = answer.putArray("api_tokens");
        store.tokens().ofUser(user.name()).forEach(token -> tokens.add(models.token(token)));
        return Json.ok(answer);
    }

    Response create(Request request) throws ProviderException, InterruptedException {
        boolean byPassword =
                request.header("authorization").isEmpty() && Json.body(request).hasNonNull("auth");
        Visitor visitor = byPassword ? byPassword(request) : parts.visitors().forApi(request);
        UserRecord user = Access.user(store, visitor, "tokens", request.path("user"));
        Body body = Body.of(request, "note", "expires_in", "scopes", "roles", "auth");
        String note = body.text("note").orElse("Requested via api by " + visitor.name());
        Set<String> granted = scopes.granted(body.list("scopes"), body.list("roles"), user, visitor);
        Optional<Instant> end = parts.tokenLife().end(body.number("expires_in"));
        Secret value = Secret.of(parts.random().hexadecimal(TOKEN_LENGTH));
        TokenRecord token = store.tokens()
                .add(new Tokens.NewToken(user.name(), Tokens.HUB_CLIENT, granted, note, Optional.empty(), end), value);
        ObjectNode model = models.token(token);
        model.put("token", value.reveal());
        return Response.json(201, model.toString()).with("cache-control", "no-store");
    }

    /** Who has nothing yet but a password: as at the login page, with its limits and its words. */
    private Visitor byPassword(Request request) throws ProviderException {
        JsonNode auth = Json.body(request).get("auth");
        LoginOutcome outcome = parts.pipeline()
                .login(AuthRequest.builder()
                        .field("username", Secret.of(auth.path("username").asText("")))
                        .field("password", Secret.of(auth.path("password").asText("")))
                        .peerAddress(request.peerAddress())
                        .forwardedBy(request.forwardedBy())
                        .build());
        if (outcome instanceof LoginOutcome.LoggedIn in) {
            Optional<HttpError> later = parts.notices().refusal(in.user().admin());
            if (later.isPresent()) {
                throw later.get();
            }
            return parts.visitors().byPassword(in.user());
        }
        if (outcome instanceof LoginOutcome.Unavailable unavailable) {
            throw ProviderException.retryable(unavailable.publicMessage(), "A password could not be checked");
        }
        if (outcome instanceof LoginOutcome.Refused refused) {
            int status = refused.retryAfter().isPresent() ? 429 : 403;
            throw new HttpError(status, refused.publicMessage(), refused.retryAfter());
        }
        throw new HttpError(403, "This login takes more than a password; make a token on the hub's page");
    }

    Response get(Request request) throws ProviderException, InterruptedException {
        return Json.ok(models.token(find(request, "read:tokens")));
    }

    Response delete(Request request) throws ProviderException, InterruptedException {
        store.tokens().revoke(find(request, "tokens"));
        return Response.status(204);
    }

    private TokenRecord find(Request request, String scope) throws ProviderException, InterruptedException {
        Visitor visitor = parts.visitors().forApi(request);
        UserRecord user = Access.user(store, visitor, scope, request.path("user"));
        String id = request.path("token");
        Optional<TokenRecord> token =
                id.matches("a\\d{1,18}") ? store.tokens().byId(Long.parseLong(id.substring(1))) : Optional.empty();
        return token.filter(found -> found.owner().equals(user.name()))
                .orElseThrow(() -> new HttpError(404, "There is no token " + id));
    }
}
