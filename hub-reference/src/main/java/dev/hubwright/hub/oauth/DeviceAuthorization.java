package dev.hubwright.hub.oauth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.login.HubOrigin;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.store.DeviceGrants;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives a program without a browser a code that its person types in one: {@code /hub/api/oauth2/device_authorization}
 * (RFC 8628 section 3.1).
 */
public final class DeviceAuthorization {

    /** The OAuth client that all such programs are; it has no secret. */
    static final String CLIENT = "hubwright-device";

    private static final int DEVICE_CODE_LENGTH = 43;
    private static final int USER_CODE_LENGTH = 8;
    private static final int MOST_OF_ONE_ADDRESS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DeviceGrants grants;
    private final RandomText random;
    private final HubPaths paths;
    private final HubOrigin origin;
    private final Clock clock;
    private final Audit audit;
    private final ElsewhereCodes elsewhere;
    private final Roles roles;

    /** Takes what it works with. */
    public DeviceAuthorization(
            DeviceGrants grants,
            RandomText random,
            HubPaths paths,
            HubOrigin origin,
            Clock clock,
            Audit audit,
            ElsewhereCodes elsewhere,
            Roles roles) {
        this.elsewhere = elsewhere;
        this.roles = roles;
        this.grants = grants;
        this.random = random;
        this.paths = paths;
        this.origin = origin;
        this.clock = clock;
        this.audit = audit;
    }

    /** The code in two halves, which are easier to read. */
    static String shown(String userCode) {
        int half = USER_CODE_LENGTH / 2;
        return userCode.substring(0, half) + "-" + userCode.substring(half);
    }

    /** Answers a program. */
    public Response post(Request request) throws ProviderException, InterruptedException {
        if (!request.field("client_id").equals(Optional.of(CLIENT))) {
            return TokenEndpoint.error(401, "invalid_client", "The client_id has to be " + CLIENT);
        }
        // A program may say a scope twice.
        Set<String> scopes = new HashSet<>(List.of(request.field("scope")
                .filter(text -> !text.isBlank())
                .orElse("inherit")
                .strip()
                .split("\\s+")));
        if (!scopes.stream().allMatch(roles.tree()::isScope)) {
            return TokenEndpoint.error(400, "invalid_scope", "One of these scopes, or its filter, does not exist");
        }
        Optional<String> authenticator = request.field("authenticator");
        if (authenticator.isPresent()) {
            return elsewhere.begin(request, authenticator.get(), scopes);
        }
        Secret deviceCode = random.secret(DEVICE_CODE_LENGTH);
        String userCode = random.consonants(USER_CODE_LENGTH);
        DeviceGrants.Wish wish = new DeviceGrants.Wish(scopes, request.peerAddress(), clock.instant());
        if (!grants.add(deviceCode, Secret.of(userCode), wish, MOST_OF_ONE_ADDRESS)) {
            return TokenEndpoint.error(429, "slow_down", "Too many programs wait at this address; try again later")
                    .with("retry-after", "60");
        }
        audit.record("device-asked", "", Map.of("from", request.peerAddress(), "scopes", String.join(" ", scopes)));
        ObjectNode answer = JSON.createObjectNode();
        answer.put("device_code", deviceCode.reveal());
        answer.put("user_code", shown(userCode));
        answer.put("verification_uri", origin.of(request) + paths.hub("device"));
        answer.put("expires_in", DeviceGrants.LIFE.toSeconds());
        answer.put("interval", DeviceGrants.INTERVAL.toSeconds());
        return Response.json(200, answer.toString()).with("cache-control", "no-store");
    }
}
