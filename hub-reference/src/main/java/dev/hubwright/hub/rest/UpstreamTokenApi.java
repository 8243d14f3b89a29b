package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.login.UpstreamTokens;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code POST /upstream-token}: a running server gets a fresh token of its owner for another service, or a service of the
 * hub exchanges an {@code assertion}, a token that a person gave it, for one.
 */
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
        Body body = Body.of(request, "resource", "assertion");
        String resource = body.text("resource").orElse("");
        Optional<Secret> assertion = body.text("assertion").map(Secret::of);
        if (assertion.isPresent()) {
            LoginPipeline.Exchanged exchanged = tokens.exchange(visitor, assertion.get(), resource);
            return answer(resource, exchanged.answer(), exchanged.user());
        }
        return answer(resource, tokens.get(visitor, resource), visitor.person());
    }

    private Response answer(String resource, TokenAnswer answer, Optional<UserRecord> owner) throws ProviderException {
        if (answer instanceof TokenAnswer.Issued issued) {
            return issued(resource, issued);
        }
        if (answer instanceof TokenAnswer.LoginNeeded needed && owner.isPresent()) {
            ObjectNode model = error(401, owner.get().name() + " has to log in again");
            model.put("login_url", tokens.loginUrl(owner.get(), needed));
            return answer(401, model);
        }
        String message = answer instanceof TokenAnswer.Forbidden forbidden ? forbidden.publicMessage() : "No token";
        return answer(403, error(403, message));
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
