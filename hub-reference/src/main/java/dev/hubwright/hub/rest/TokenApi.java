package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.login.TokenLife;
import dev.hubwright.hub.login.TokenScopes;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.TokenRecord;
import dev.hubwright.hub.store.Tokens;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The API about tokens: list, make, revoke. */
final class TokenApi {

    private static final int TOKEN_LENGTH = 32;
    private static final List<String> FIELDS = List.of("note", "expires_in", "scopes", "roles");

    private final HubStore store;
    private final Visitors visitors;
    private final TokenScopes scopes;
    private final Models models;
    private final RandomText random;
    private final TokenLife life;

    TokenApi(HubStore store, Visitors visitors, TokenScopes scopes, Models models, RandomText random, TokenLife life) {
        this.store = store;
        this.visitors = visitors;
        this.scopes = scopes;
        this.models = models;
        this.random = random;
        this.life = life;
    }

    Response list(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        UserRecord user = Access.user(store, visitor, "read:tokens", request.path("user"));
        ObjectNode answer = Json.object();
        ArrayNode tokens = answer.putArray("api_tokens");
        store.tokens().ofUser(user.name()).forEach(token -> tokens.add(models.token(token)));
        return Json.ok(answer);
    }

    Response create(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        UserRecord user = Access.user(store, visitor, "tokens", request.path("user"));
        ObjectNode body = Json.body(request);
        String note = body.path("note").asText("Requested via api by " + visitor.name());
        refuseOthers(body);
        Set<String> scopes = this.scopes.granted(list(body, "scopes"), list(body, "roles"), user, visitor);
        Secret value = Secret.of(random.hexadecimal(TOKEN_LENGTH));
        TokenRecord token = store.tokens()
                .add(
                        new Tokens.NewToken(
                                user.name(), Tokens.HUB_CLIENT, scopes, note, Optional.empty(), expiry(body)),
                        value);
        ObjectNode model = models.token(token);
        model.put("token", value.reveal());
        return Response.json(201, model.toString()).with("cache-control", "no-store");
    }

    Response get(Request request) throws ProviderException, InterruptedException {
        return Json.ok(models.token(find(request, "read:tokens")));
    }

    Response delete(Request request) throws ProviderException, InterruptedException {
        store.tokens().revoke(find(request, "tokens"));
        return Response.status(204);
    }

    private TokenRecord find(Request request, String scope) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        UserRecord user = Access.user(store, visitor, scope, request.path("user"));
        String id = request.path("token");
        Optional<TokenRecord> token =
                id.matches("a\\d{1,18}") ? store.tokens().byId(Long.parseLong(id.substring(1))) : Optional.empty();
        return token.filter(found -> found.owner().equals(user.name()))
                .orElseThrow(() -> new HttpError(404, "There is no token " + id));
    }

    /** What is not understood must not be passed over: the token would be able to do more than was meant. */
    private static void refuseOthers(ObjectNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw new HttpError(400, "\"" + name + "\" is not understood; there are " + String.join(", ", FIELDS));
            }
        });
    }

    private static List<String> list(ObjectNode body, String name) {
        JsonNode list = body.path(name);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        if (!list.isArray()) {
            throw new HttpError(400, name + " must be a list such as [\"read:users!user\"]");
        }
        return texts;
    }

    private Optional<Instant> expiry(ObjectNode body) {
        JsonNode seconds = body.path("expires_in");
        return life.end(seconds.isMissingNode() || seconds.isNull() ? Optional.empty() : Optional.of(seconds.asText()));
    }
}
