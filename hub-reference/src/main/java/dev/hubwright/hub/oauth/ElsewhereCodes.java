package dev.hubwright.hub.oauth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.DeviceCodes.DeviceCode;
import dev.hubwright.api.auth.LoginOutcome;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.login.Pace;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.store.Flows;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Programs whose people type a code at their identity provider instead of a page of the hub. */
public final class ElsewhereCodes {

    private static final String PREFIX = "elsewhere-";
    private static final int LENGTH = 43;
    private static final int MOST_OF_ONE_ADDRESS = 20;
    private static final int MOST_QUESTIONS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LoginPipeline pipeline;
    private final Flows flows;
    private final RandomText random;
    private final Audit audit;
    private final Pace<String> begun;
    private final Pace<String> asked;

    /** Takes what it works with. */
    public ElsewhereCodes(LoginPipeline pipeline, Flows flows, RandomText random, Clock clock, Audit audit) {
        this.pipeline = pipeline;
        this.flows = flows;
        this.random = random;
        this.audit = audit;
        this.begun = new Pace<>(MOST_OF_ONE_ADDRESS, Duration.ofMinutes(10), clock);
        this.asked = new Pace<>(MOST_QUESTIONS, Duration.ofMinutes(1), clock);
    }

    static boolean isOne(String deviceCode) {
        return deviceCode.startsWith(PREFIX);
    }

    Response begin(Request request, String instance, Set<String> scopes)
            throws ProviderException, InterruptedException {
        if (begun.waitFor(request.peerAddress()).isPresent()) {
            return TokenEndpoint.error(429, "slow_down", "Too many programs wait at this address; try again later")
                    .with("retry-after", "60");
        }
        Optional<DeviceCode> code = pipeline.deviceCode(instance);
        if (code.isEmpty()) {
            return TokenEndpoint.error(400, "invalid_request", "There is no such authenticator that gives out codes");
        }
        Secret id = Secret.of(PREFIX + random.secret(LENGTH).reveal());
        String wish = String.join(" ", scopes);
        flows.put(id, instance, wish, code.get().flow());
        audit.record("device-asked", "", Map.of("from", request.peerAddress(), "scopes", wish, "instance", instance));
        ObjectNode answer = JSON.createObjectNode();
        answer.put("device_code", id.reveal());
        answer.put("user_code", code.get().userCode());
        answer.put("verification_uri", code.get().page().toString());
        answer.put("expires_in", code.get().life().toSeconds());
        answer.put("interval", code.get().interval().toSeconds());
        return Response.json(200, answer.toString()).with("cache-control", "no-store");
    }

    /**
     * Answers a program that asks how its code stands.
     *
     * @param issue what makes the token once the person is in
     */
    Response poll(Request request, Secret id, Issue issue) throws ProviderException, InterruptedException {
        if (asked.waitFor(id.reveal()).isPresent()) {
            return TokenEndpoint.error(400, "slow_down", "Wait five seconds longer each time");
        }
        Optional<Flows.Flow> flow = flows.take(id);
        if (flow.isEmpty()) {
            return TokenEndpoint.error(400, "expired_token", "The code is not known any more; begin again");
        }
        Optional<LoginOutcome> outcome =
                pipeline.deviceLogin(flow.get().instance(), flow.get().flow(), request.peerAddress());
        if (outcome.isEmpty()) {
            flows.put(id, flow.get());
            return TokenEndpoint.error(400, "authorization_pending", "Nobody has typed the code yet");
        }
        if (outcome.get() instanceof LoginOutcome.LoggedIn in) {
            return issue.to(in.user().name(), Set.of(flow.get().next().split(" ")));
        }
        if (outcome.get() instanceof LoginOutcome.Refused refused) {
            return TokenEndpoint.error(400, "access_denied", refused.publicMessage());
        }
        flows.put(id, flow.get());
        return TokenEndpoint.error(503, "temporarily_unavailable", "The identity provider cannot be reached")
                .with("retry-after", "10");
    }

    /** Makes a token. */
    @FunctionalInterface
    interface Issue {
        Response to(String user, Set<String> scopes) throws ProviderException;
    }
}
