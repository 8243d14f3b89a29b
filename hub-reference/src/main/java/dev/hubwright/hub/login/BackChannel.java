package dev.hubwright.hub.login;

import dev.hubwright.api.Audit;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.BackChannelLogout;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Takes an identity provider's word that somebody has logged out there (OpenID Connect Back-Channel Logout 1.0). */
final class BackChannel {

    private final HubStore store;
    private final LoginPipeline pipeline;
    private final AuthRequests requests;
    private final Audit audit;
    private final LoginPolicy policy;

    BackChannel(LoginParts parts) {
        this.store = parts.store();
        this.pipeline = parts.pipeline();
        this.requests = parts.requests();
        this.audit = parts.audit();
        this.policy = parts.policy();
    }

    /** Answers 200 also where nobody was logged in, 400 to what is not to be believed, 503 where that is not known. */
    Response post(Request request, String instance) throws ProviderException, InterruptedException {
        BackChannelLogout.LoggedOut ends = pipeline.loggedOut(
                        instance, requests.step(request, Optional.of(instance), Optional.empty(), Opaque.empty()))
                .orElseThrow(() -> new HttpError(404, "There is no such page"));
        if (ends.subjects().isEmpty() && ends.sessions().isEmpty()) {
            audit.record("backchannel-logout-refused", "", Map.of("instance", instance, "from", request.peerAddress()));
            return answer(Response.json(400, "{\"error\": \"invalid_request\"}"));
        }
        List<LoginSession> ended = store.sessions().ofProvider(instance, ends.subjects(), ends.sessions());
        for (LoginSession session : ended) {
            store.endSession(session);
        }
        Set<String> users = new TreeSet<>();
        ended.forEach(session -> users.add(session.user()));
        for (String user : users) {
            audit.record("backchannel-logout", user, Map.of("instance", instance));
            policy.afterLogout().accept(user);
        }
        return answer(Response.status(200));
    }

    private static Response answer(Response response) {
        return response.with("cache-control", "no-store");
    }
}
