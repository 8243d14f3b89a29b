package dev.hubwright.auth.azuread;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.OAuthSettings;
import dev.hubwright.api.auth.Subject;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes people of claims. */
final class People {

    private static final String SAM = "onPremisesSamAccountName";

    private final AzureAdConfig config;
    private final GraphTokens graphTokens;
    private final Graph graph;
    private final Guests guests;
    private final Groups groups;

    People(AzureAdConfig config, TokenRequests requests, MicrosoftHttp http) {
        this.config = config;
        this.graph = new Graph(config, http);
        this.graphTokens = new GraphTokens(config, requests, graph);
        this.guests = new Guests(config);
        this.groups = new Groups(config, graphTokens, graph);
    }

    /** The person whom the claims of a login describe, with what is to be kept. */
    AuthResult.Granted granted(Tokens tokens, Map<String, Object> claims)
            throws Refusal, ProviderException, InterruptedException {
        Tokens newest = tokens;
        String name;
        if (guests.isGuest(claims)) {
            name = guests.name(claims);
        } else if (config.get(OAuthSettings.USERNAME_CLAIM).equals(SAM)) {
            GraphTokens.Given given = graphTokens.given(tokens);
            newest = given.tokens();
            name = graph.samAccountName(given.token()).orElseThrow(() -> nameless(SAM));
        } else {
            name = name(claims, config.get(OAuthSettings.USERNAME_CLAIM));
        }
        return granted(Identity.of(name), newest, claims, tokens.idToken());
    }

    /**
     * The same person as before, whose name stays what it was.
     *
     * @param state what was kept
     * @throws Refusal if the claims describe somebody else
     */
    AuthResult.Granted again(Identity before, Tokens tokens, Map<String, Object> claims, Opaque state)
            throws Refusal, ProviderException, InterruptedException {
        if (!before.subject().equals(Optional.of(subject(claims)))) {
            throw Refusal.of(
                    DenialReason.SUBJECT_MISMATCH,
                    "Please log in again.",
                    "Microsoft now describes somebody else than before");
        }
        if (guests.isGuest(claims)) {
            guests.name(claims);
        }
        Optional<String> idToken = tokens.fresh() ? tokens.idToken() : state.text(AuthStates.ID_TOKEN);
        return granted(Identity.of(before.name()), tokens, claims, idToken);
    }

    private AuthResult.Granted granted(
            Identity named, Tokens tokens, Map<String, Object> claims, Optional<String> idToken)
            throws ProviderException, InterruptedException {
        Groups.Resolved resolved = groups.resolved(claims, tokens);
        Identity identity = named.withSubject(subject(claims));
        Optional<Set<String>> known = groups.of(resolved.claims());
        if (known.isPresent()) {
            identity = identity.withGroups(known.get());
        }
        if (claims.get("name") instanceof String shown && !shown.isBlank()) {
            identity = identity.withDisplayName(shown);
        }
        List<String> adminRoles = config.get(AzureAdSettings.ADMIN_APP_ROLES);
        boolean admin = hasOneOf(claims, adminRoles);
        if (!adminRoles.isEmpty()) {
            identity = identity.withAdmin(admin);
        }
        AuthResult.Granted granted =
                AuthResult.granted(identity, AuthStates.of(resolved.tokens(), idToken, resolved.claims(), claims));
        if (admin) {
            granted = granted.allowedBy(AzureAdSettings.path(AzureAdSettings.ADMIN_APP_ROLES));
        }
        if (hasOneOf(claims, config.get(AzureAdSettings.ALLOWED_APP_ROLES))) {
            granted = granted.allowedBy(AzureAdSettings.path(AzureAdSettings.ALLOWED_APP_ROLES));
        }
        List<String> scopes = config.get(OAuthSettings.ALLOWED_SCOPES);
        if (!scopes.isEmpty() && tokens.scopes().containsAll(scopes)) {
            granted = granted.allowedBy(AzureAdSettings.path(OAuthSettings.ALLOWED_SCOPES));
        }
        return claims.get("sid") instanceof String session ? granted.withSession(session) : granted;
    }

    private static boolean hasOneOf(Map<String, Object> claims, List<String> roles) {
        Set<String> had = claims.get("roles") instanceof Collection<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.toCollection(HashSet::new))
                : new HashSet<>();
        had.retainAll(roles);
        return !had.isEmpty();
    }

    /** Tenant and object, which stay when names change. */
    static Subject subject(Map<String, Object> claims) {
        return new Subject(lower(claims, "tid"), lower(claims, "oid"));
    }

    private static String lower(Map<String, Object> claims, String name) {
        return String.valueOf(claims.get(name)).toLowerCase(Locale.ROOT);
    }

    private String name(Map<String, Object> claims, String claim) throws Refusal {
        if (!(claims.get(claim) instanceof String text) || text.isBlank()) {
            throw nameless(claim);
        }
        if (claim.equals("email") && config.isSeveralTenants() && !isVerifiedByItsOwner(claims)) {
            throw Refusal.of(
                    DenialReason.NOT_PERMITTED,
                    "Your e-mail address is not verified. Ask the administrator of this hub.",
                    "AzureAdOAuthenticator.username_claim = \"email\", which another tenant may set to anything, and "
                            + "xms_edov does not say that it is verified; use preferred_username");
        }
        return text.strip();
    }

    private static boolean isVerifiedByItsOwner(Map<String, Object> claims) {
        String verified = String.valueOf(claims.get("xms_edov"));
        return verified.equals("true") || verified.equals("1");
    }

    private Refusal nameless(String claim) {
        return Refusal.of(
                DenialReason.INVALID_USERNAME,
                config.service() + " does not tell your user name. Ask the administrator of this hub.",
                "AzureAdOAuthenticator.username_claim = \"" + claim
                        + "\": there is no such text; add it to the token as "
                        + "an optional claim, or name another claim");
    }
}
