package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.hub.login.UpstreamTokens;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.util.Optional;

/**
 * {@code GET /identity/token}: the same as {@link UpstreamTokenApi} in the form that Azure App Service has for managed
 * identities, so that libraries for Azure find the owner of the server without being told.
 *
 * @see <a href="https://learn.microsoft.com/azure/app-service/overview-managed-identity">REST endpoint reference</a>
 */
final class IdentityApi {

    private static final String VERSION = "2019-08-01";

    private final Visitors visitors;
    private final UpstreamTokens tokens;

    IdentityApi(Visitors visitors, UpstreamTokens tokens) {
        this.visitors = visitors;
        this.tokens = tokens;
    }

    Response get(Request request) throws ProviderException, InterruptedException {
        try {
            return answered(request);
        } catch (HttpError e) {
            Response refused = error(e.status(), e.getMessage());
            return e.retryAfter().isPresent()
                    ? refused.with(
                            "retry-after", Long.toString(e.retryAfter().get().toSeconds() + 1))
                    : refused;
        }
    }

    private Response answered(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitor(request.header("x-identity-header"));
        String resource =
                request.query("resource").filter(text -> !text.isBlank()).orElse("");
        if (resource.isEmpty() || !VERSION.equals(request.query("api-version").orElse(""))) {
            return error(400, "Ask with resource=... and api-version=" + VERSION);
        }
        TokenAnswer answer = tokens.get(visitor, resource);
        if (answer instanceof TokenAnswer.Issued issued) {
            return issued(resource, issued);
        }
        if (answer instanceof TokenAnswer.LoginNeeded needed) {
            String login = tokens.loginUrl(visitor.user(), needed);
            ObjectNode model = model(401, "The owner of this server has to log in again, at " + login);
            model.put("login_url", login);
            return answer(401, model);
        }
        return error(403, ((TokenAnswer.Forbidden) answer).publicMessage());
    }

    private Visitor visitor(Optional<String> header) throws ProviderException {
        Optional<Visitor> visitor = header.isPresent() ? visitors.byToken(Secret.of(header.get())) : Optional.empty();
        return visitor.orElseThrow(
                () -> new HttpError(401, "The header X-IDENTITY-HEADER is not that of a running server"));
    }

    private static Response issued(String resource, TokenAnswer.Issued issued) {
        ObjectNode model = Json.object();
        model.put("access_token", issued.value().reveal());
        model.put("expires_on", Long.toString(issued.expires().getEpochSecond()));
        model.put("resource", resource);
        model.put("token_type", "Bearer");
        return answer(200, model);
    }

    private static Response error(int status, String message) {
        return answer(status, model(status, message));
    }

    private static ObjectNode model(int status, String message) {
        ObjectNode model = Json.object();
        model.put("statusCode", status);
        model.put("message", message);
        return model;
    }

    private static Response answer(int status, ObjectNode model) {
        return Response.json(status, model.toString()).with("cache-control", "no-store");
    }
}
