package dev.hubwright.hub.oauth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.OAuthCodes;
import dev.hubwright.hub.store.Tokens;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Exchanges a code for a token: {@code /hub/api/oauth2/token} (RFC 6749 section 4.1.3). */
public final class TokenEndpoint {

    private static final int TOKEN_LENGTH = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubStore store;
    private final RandomText random;
    private final Clock clock;
    private final Duration lifetime;
    private final Optional<DeviceTokens> deviceTokens;

    /**
     * Takes what it works with.
     *
     * @param lifetime how long a token is good
     * @param deviceTokens for programs without a browser, where they get any
     */
    public TokenEndpoint(
            HubStore store, RandomText random, Clock clock, Duration lifetime, Optional<DeviceTokens> deviceTokens) {
        this.deviceTokens = deviceTokens;
        this.store = store;
        this.random = random;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** Answers a client, which proves itself by its secret. */
    public Response post(Request request) throws ProviderException, InterruptedException {
        if (request.field("grant_type").equals(Optional.of(DeviceTokens.GRANT)) && deviceTokens.isPresent()) {
            return deviceTokens.get().post(request);
        }
        Optional<String> clientId = request.field("client_id").or(() -> basic(request, 0));
        Optional<String> secret = request.field("client_secret").or(() -> basic(request, 1));
        if (clientId.isEmpty()
                || secret.isEmpty()
                || !store.oauthClients().verify(clientId.get(), Secret.of(secret.get()))) {
            return error(401, "invalid_client", "The client is not known, or its secret is wrong");
        }
        if (!request.field("grant_type").equals(Optional.of("authorization_code"))) {
            return error(400, "unsupported_grant_type", "Only authorization_code is understood");
        }
        Optional<OAuthCodes.Code> code =
                store.oauthCodes().take(Secret.of(request.field("code").orElse("")));
        if (code.isEmpty() || !code.get().clientId().equals(clientId.get())) {
            return error(400, "invalid_grant", "The code is not known, was used before, or has expired");
        }
        if (!request.field("redirect_uri")
                .orElse(code.get().redirectUri())
                .equals(code.get().redirectUri())) {
            return error(400, "invalid_grant", "The redirect_uri is not the one that the code was made for");
        }
        if (!proves(code.get(), request.field("code_verifier"))) {
            return error(400, "invalid_grant", "The code_verifier does not match the code_challenge");
        }
        return issue(code.get());
    }

    private Response issue(OAuthCodes.Code code) throws ProviderException {
        Secret token = random.secret(TOKEN_LENGTH);
        store.tokens()
                .add(
                        new Tokens.NewToken(
                                code.user(),
                                code.clientId(),
                                code.scopes(),
                                "OAuth token for " + code.clientId(),
                                code.sessionId(),
                                Optional.of(clock.instant().plus(lifetime))),
                        token);
        return answer(token, lifetime, code.scopes());
    }

    static Response answer(Secret token, Duration lifetime, Set<String> scopes) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("access_token", token.reveal());
        answer.put("expires_in", lifetime.toSeconds());
        answer.put("token_type", "Bearer");
        answer.put("scope", String.join(" ", scopes));
        return Response.json(200, answer.toString()).with("cache-control", "no-store");
    }

    private static boolean proves(OAuthCodes.Code code, Optional<String> verifier) {
        if (code.codeChallenge().isEmpty()) {
            return true;
        }
        String proof = verifier.orElse("");
        String derived = code.challengeMethod().equals(Optional.of("S256")) ? sha256(proof) : proof;
        return !proof.isEmpty()
                && MessageDigest.isEqual(
                        derived.getBytes(StandardCharsets.UTF_8),
                        code.codeChallenge().get().getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static Optional<String> basic(Request request, int part) {
        String header = request.header("authorization").orElse("");
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String decoded =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            String[] parts = decoded.split(":", 2);
            return parts.length == 2 ? Optional.of(parts[part]) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Response error(int status, String code, String description) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("error", code);
        answer.put("error_description", description);
        return Response.json(status, answer.toString()).with("cache-control", "no-store");
    }
}
