package dev.hubwright.auth.oidc;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The two steps of a login: to the provider, and back with a code. */
final class Logins {

    private static final int RANDOM_BYTES = 32;
    private static final int FLOW_VERSION = 1;
    private static final Set<String> OUTAGES = Set.of("server_error", "temporarily_unavailable");

    private final OidcConfig config;
    private final Discovery discovery;
    private final TokenRequests tokenRequests;
    private final IdTokens idTokens;
    private final People people;
    private final SecureRandom random;
    private final Optional<URI> callback;

    Logins(
            OidcConfig config,
            Discovery discovery,
            TokenRequests tokenRequests,
            IdTokens idTokens,
            People people,
            ProviderContext context) {
        this.config = config;
        this.discovery = discovery;
        this.tokenRequests = tokenRequests;
        this.idTokens = idTokens;
        this.people = people;
        this.random = context.random();
        this.callback = config.find(OAuthSettings.CALLBACK_URL).or(context::callbackUrl);
    }

    AuthResult.Redirect begin(AuthRequest request) throws ProviderException, InterruptedException {
        Endpoints endpoints = discovery.endpoints();
        String state = randomText();
        String nonce = randomText();
        String verifier = config.get(OAuthSettings.ENABLE_PKCE) ? randomText() : "";
        String back = callback(request).toString();
        Map<String, String> parameters = new LinkedHashMap<>(config.get(OAuthSettings.EXTRA_AUTHORIZE_PARAMS));
        parameters.put("response_type", "code");
        parameters.put("client_id", config.clientId());
        parameters.put("redirect_uri", back);
        if (!config.scopes().isEmpty()) {
            parameters.put("scope", String.join(" ", config.scopes()));
        }
        parameters.put("state", state);
        parameters.put("nonce", nonce);
        if (!verifier.isEmpty()) {
            CodeChallenge challenge = CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier));
            parameters.put("code_challenge", challenge.getValue());
            parameters.put("code_challenge_method", CodeChallengeMethod.S256.getValue());
        }
        Opaque flow =
                Opaque.of(FLOW_VERSION, Map.of("state", state, "nonce", nonce, "verifier", verifier, "callback", back));
        return AuthResult.redirect(Forms.with(endpoints.authorize(), parameters), flow);
    }

    private URI callback(AuthRequest request) throws ProviderException {
        Optional<URI> back = callback.or(request::callbackUri);
        if (back.isEmpty()) {
            throw ProviderException.permanent(
                    config.service() + " cannot be used now. Tell the administrator of this hub.",
                    "Nobody says where browsers come back to; write GenericOAuthenticator.oauth_callback_url");
        }
        return back.get();
    }

    AuthResult end(AuthRequest request, Opaque flow) throws Refusal, ProviderException, InterruptedException {
        checkState(request, flow);
        Endpoints endpoints = discovery.endpoints();
        checkIssuer(request, endpoints);
        checkError(request);
        String code = request.query("code")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> Refusal.expired("The browser came back with neither a code nor an error"));
        Tokens tokens = tokenRequests.ofCode(endpoints, code, kept(flow, "callback"), kept(flow, "verifier"));
        Map<String, Object> idClaims = idClaims(endpoints, tokens, kept(flow, "nonce"));
        return people.granted(tokens, people.claims(endpoints, tokens, idClaims), Opaque.empty());
    }

    private Map<String, Object> idClaims(Endpoints endpoints, Tokens tokens, String nonce)
            throws Refusal, ProviderException, InterruptedException {
        if (endpoints.issuer().isEmpty()) {
            return Map.of();
        }
        if (tokens.idToken().isEmpty()) {
            throw Refusal.unproved("The issuer gave no ID token");
        }
        return idTokens.verify(endpoints, tokens, Optional.of(nonce));
    }

    /** First of all: nothing else in a request is worth a look that belongs to no login of this browser. */
    private static void checkState(AuthRequest request, Opaque flow) throws Refusal {
        String state = flow.text("state").orElse("");
        if (state.isEmpty() || !state.equals(request.query("state").orElse(""))) {
            throw Refusal.expired("The state is not that of this login");
        }
    }

    private void checkIssuer(AuthRequest request, Endpoints endpoints) throws Refusal {
        Optional<String> said = request.query("iss");
        if (said.isEmpty() && endpoints.issuerInResponse()) {
            throw Refusal.unproved("The provider did not say who it is (iss, RFC 9207), as it promises to");
        }
        if (said.isPresent() && endpoints.issuer().isPresent() && !said.equals(endpoints.issuer())) {
            throw Refusal.unproved("The answer is of the issuer \"" + Words.printable(said.get()) + "\", not "
                    + endpoints.issuer().get());
        }
    }

    private void checkError(AuthRequest request) throws Refusal, ProviderException {
        Optional<String> error = request.query("error");
        if (error.isEmpty()) {
            return;
        }
        String detail = "The provider answers with " + Words.printable(error.get())
                + request.query("error_description")
                        .map(text -> ": " + Words.printable(text))
                        .orElse("");
        if (OUTAGES.contains(error.get())) {
            throw ProviderException.retryable(config.service() + " cannot be reached; try again in a minute.", detail);
        }
        throw Refusal.of(
                DenialReason.NOT_PERMITTED, config.service() + " did not log you in. You can begin again.", detail);
    }

    private static String kept(Opaque flow, String name) {
        return flow.text(name).orElse("");
    }

    private String randomText() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
