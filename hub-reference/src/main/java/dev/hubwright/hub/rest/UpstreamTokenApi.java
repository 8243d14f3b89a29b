package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.hub.login.UpstreamTokens;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Clock;
import java.time.Duration;

/** {@code POST /upstream-token}: a running server gets a fresh token of its owner for another service. */
final class UpstreamTokenApi {

    private final Visitors visitors;
    private final UpstreamTokens tokens;
    private final Clock clock;

    UpstreamTokenApi(Visitors visitors, UpstreamTokens tokens, Clock clock) {
        this.visitors = visitors;
        this.tokens = tokens;
        this.clock = clock;
    }

    Response post(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.byToken(request)
                .orElseThrow(() -> new HttpError(403, "The token is not known or has expired"));
        String resource = Json.body(request).path("resource").asText("");
        TokenAnswer answer = tokens.get(visitor, resource);
        if (answer instanceof TokenAnswer.Issued issued) {
            return issued(resource, issued);
        }
        if (answer instanceof TokenAnswer.LoginNeeded needed) {
            ObjectNode model = error(401, "The owner of this server has to log in again");
            model.put("login_url", tokens.loginUrl(visitor, needed));
            return answer(401, model);
        }
        return answer(403, error(403, ((TokenAnswer.Forbidden) answer).publicMessage()));
    }

    private Response issued(String resource, TokenAnswer.Issued issued) {
        ObjectNode model = Json.object();
        model.put("access_token", issued.value().reveal());
        model.put("token_type", "Bearer");
        model.put(
                "expires_in",
                Math.max(0, Duration.between(clock.instant(), issued.expires()).toSeconds()));
        model.put("expires_at", Json.time(issued.expires()));
        model.put("resource", resource);
        return answer(200, model);
    }

    private static ObjectNode error(int status, String message) {
        ObjectNode model = Json.object();
        model.put("status", status);
        model.put("message", message);
        return model;
    }

    private static Response answer(int status, ObjectNode model) {
        return Response.json(status, model.toString()).with("cache-control", "no-store");
    }
}
