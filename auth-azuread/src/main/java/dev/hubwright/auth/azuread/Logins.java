package dev.hubwright.auth.azuread;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.OAuthSettings;
import java.net.URI;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The two steps of a login: to Microsoft, and back with a code. */
final class Logins {

    static final String SCOPES = "scopes";
    static final String CLAIMS = "claims";

    private static final int RANDOM_BYTES = 32;
    private static final int FLOW_VERSION = 1;
    private static final Set<String> OUTAGES = Set.of("server_error", "temporarily_unavailable");

    private final AzureAdConfig config;
    private final Tenant tenant;
    private final TokenRequests requests;
    private final IdTokens idTokens;
    private final People people;
    private final SecureRandom random;
    private final Optional<URI> callback;

    Logins(
            AzureAdConfig config,
            Tenant tenant,
            TokenRequests requests,
            IdTokens idTokens,
            People people,
            ProviderContext context) {
        this.config = config;
        this.tenant = tenant;
        this.requests = requests;
        this.idTokens = idTokens;
        this.people = people;
        this.random = context.random();
        this.callback = config.find(OAuthSettings.CALLBACK_URL).or(context::callbackUrl);
    }

    /** What the next login has to ask for. */
    static Opaque hint(Set<String> scopes, Optional<String> claims) {
        return Opaque.of(FLOW_VERSION, Map.of(SCOPES, List.copyOf(scopes), CLAIMS, claims.orElse("")));
    }

    AuthResult begin(AuthRequest request) throws ProviderException, InterruptedException {
        URI back = callback.or(request::callbackUri)
                .orElseThrow(() -> ProviderException.permanent(
                        config.service() + " cannot be used now. Tell the administrator of this hub.",
                        "Nobody says where browsers come back to; write AzureAdOAuthenticator.oauth_callback_url"));
        return begin(back, request.hint());
    }

    private AuthResult begin(URI back, Opaque hint) throws ProviderException, InterruptedException {
        String state = randomText();
        String nonce = randomText();
        String verifier = randomText();
        String claims = hint.text(CLAIMS).orElse("");
        AuthenticationRequest.Builder ask = new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(AzureAdConfig.asked(scopes(hint)).toArray(new String[0])),
                        new ClientID(config.clientId()),
                        back)
                .endpointURI(tenant.document().authorize())
                // MSAL4J would ask for a form, a POST from another site, to which browsers do not add our cookie.
                .responseMode(ResponseMode.QUERY)
                .state(new State(state))
                .nonce(new Nonce(nonce))
                .codeChallenge(new CodeVerifier(verifier), CodeChallengeMethod.S256);
        config.get(OAuthSettings.EXTRA_AUTHORIZE_PARAMS).forEach(ask::customParameter);
        if (!claims.isEmpty()) {
            ask.customParameter(CLAIMS, claims);
        }
        Opaque flow = Opaque.of(
                FLOW_VERSION,
                Map.of(
                        "state",
                        state,
                        "nonce",
                        nonce,
                        "verifier",
                        verifier,
                        "callback",
                        back.toString(),
                        SCOPES,
                        List.copyOf(scopes(hint)),
                        CLAIMS,
                        claims));
        return AuthResult.redirect(ask.build().toURI(), flow);
    }

    private Set<String> scopes(Opaque hint) {
        Set<String> scopes = new LinkedHashSet<>(hint.texts(SCOPES));
        return scopes.isEmpty() ? config.scopes() : scopes;
    }

    AuthResult end(AuthRequest request, Opaque flow) throws Refusal, ProviderException, InterruptedException {
        if (!same(kept(flow, "state"), request.query("state").orElse(""))) {
            throw Refusal.expired("The browser came back with the state of another login");
        }
        checkError(request);
        String code = request.query("code")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> Refusal.expired("The browser came back with neither a code nor an error"));
        URI back = URI.create(kept(flow, "callback"));
        try {
            Tokens tokens = requests.ofCode(code, back, kept(flow, "verifier"), scopes(flow));
            Map<String, Object> claims = idTokens.verify(
                    tokens.idToken().orElseThrow(() -> Refusal.unproved("Microsoft gave no ID token")),
                    tokens.accessToken(),
                    Optional.of(kept(flow, "nonce")));
            return people.granted(usual(tokens, flow), claims);
        } catch (NoTokens e) {
            // Once, for else a rule that nobody can satisfy would send the browser back and forth for ever.
            if (e.claims().isPresent() && kept(flow, CLAIMS).isEmpty()) {
                return begin(back, hint(scopes(flow), e.claims()));
            }
            throw refusal(e);
        }
    }

    /** After a login that asked for something special, the access token to keep is still the usual one. */
    private Tokens usual(Tokens tokens, Opaque flow) throws NoTokens, ProviderException, InterruptedException {
        if (scopes(flow).equals(config.scopes())) {
            return tokens;
        }
        Tokens usual = requests.silently(tokens.cache(), config.scopes());
        return new Tokens(usual.accessToken(), usual.expires(), tokens.idToken(), usual.scopes(), true, usual.cache());
    }

    /** The end of a login for which there are no tokens. */
    static Refusal refusal(NoTokens answer) {
        String detail = "Microsoft gives no tokens for the code: " + answer.getMessage();
        return answer.isDisabled()
                ? Refusal.of(DenialReason.ACCOUNT_DISABLED, "Your account is disabled.", detail)
                : Refusal.expired(detail);
    }

    private void checkError(AuthRequest request) throws Refusal, ProviderException {
        Optional<String> error = request.query("error");
        if (error.isEmpty()) {
            return;
        }
        String detail = "Microsoft answers with " + Words.printable(error.get())
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

    private static boolean same(String expected, String actual) {
        return !expected.isEmpty() && MessageDigest.isEqual(expected.getBytes(UTF_8), actual.getBytes(UTF_8));
    }

    private String randomText() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
