package dev.hubwright.auth.oidc;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.OAuthSettings;
import dev.hubwright.api.auth.Subject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes people of what the provider says about them. */
final class People {

    private static final Logger LOG = LoggerFactory.getLogger(People.class);
    private static final String SUB = "sub";

    private final OidcConfig config;
    private final NameRule nameRule;
    private final UserData userData;
    private final AtomicBoolean toldOfGroups = new AtomicBoolean();

    People(OidcConfig config, UserData userData) {
        this.config = config;
        this.nameRule = new NameRule(config);
        this.userData = userData;
    }

    /**
     * All claims about a person: those of the ID token, and over them those of the provider's description.
     *
     * @param idClaims empty for a service without ID tokens
     * @throws Refusal if the description is of somebody else, or not to be had
     */
    Map<String, Object> claims(Endpoints endpoints, Tokens tokens, Map<String, Object> idClaims)
            throws Refusal, ProviderException, InterruptedException {
        if (endpoints.userdata().isEmpty()) {
            return idClaims;
        }
        Map<String, Object> description = userData.of(endpoints.userdata().get(), tokens)
                .orElseThrow(() -> Refusal.unproved("The provider does not describe the person to whom its own token "
                        + "belongs; check GenericOAuthenticator.userdata_url and scope"));
        return merged(idClaims, description);
    }

    /** @throws Refusal if the two are about different people */
    static Map<String, Object> merged(Map<String, Object> idClaims, Map<String, Object> description) throws Refusal {
        // Core 5.3.2: without this, another person's token could be put in the place of the right one.
        if (!idClaims.isEmpty() && !idClaims.get(SUB).equals(description.get(SUB))) {
            throw Refusal.unproved("The provider's description is of another person (sub) than the ID token");
        }
        Map<String, Object> claims = new LinkedHashMap<>(idClaims);
        claims.putAll(description);
        return claims;
    }

    /** The person whom these claims describe, with what is to be kept. */
    AuthResult.Granted granted(Tokens tokens, Map<String, Object> claims, Opaque older) throws Refusal {
        return granted(Identity.of(nameRule.name(claims)), tokens, claims, older);
    }

    /**
     * The same person as before, whose name stays what it was.
     *
     * @throws Refusal if the claims describe somebody else
     */
    AuthResult.Granted again(Identity before, Tokens tokens, Map<String, Object> claims, Opaque older) throws Refusal {
        boolean same = before.subject().isPresent()
                ? before.subject().equals(subject(claims))
                : before.name().equals(nameRule.name(claims));
        if (!same) {
            throw Refusal.of(
                    DenialReason.SUBJECT_MISMATCH,
                    "Please log in again.",
                    "the provider now describes somebody else than before");
        }
        return granted(Identity.of(before.name()), tokens, claims, older);
    }

    private AuthResult.Granted granted(Identity named, Tokens tokens, Map<String, Object> claims, Opaque older)
            throws Refusal {
        Map<String, Object> state = AuthStates.values(tokens, claims, older);
        Optional<Object> groups = ClaimPath.find(state, config.groupsKey());
        if (groups.isEmpty()) {
            tellOfMissingGroups();
        }
        Identity identity = named.withGroups(GroupClaims.groups(groups));
        Optional<Subject> subject = subject(claims);
        if (subject.isPresent()) {
            identity = identity.withSubject(subject.get());
        }
        if (claims.get("name") instanceof String shown && !shown.isBlank()) {
            identity = identity.withDisplayName(shown);
        }
        AuthResult.Granted granted = AuthResult.granted(identity, AuthStates.of(state));
        if (!config.allowedScopes().isEmpty() && tokens.scope().containsAll(config.allowedScopes())) {
            granted = granted.allowedBy(OidcSettings.path(OAuthSettings.ALLOWED_SCOPES));
        }
        return claims.get("sid") instanceof String session ? granted.withSession(session) : granted;
    }

    /** Once: it is a matter of settings, and not of one person. */
    private void tellOfMissingGroups() {
        if (config.usesGroups() && !toldOfGroups.getAndSet(true)) {
            LOG.warn(
                    "{} says nothing about groups: there is no {} in what is kept about a person, so nobody is in any;"
                            + " ask for another scope or correct GenericOAuthenticator.claim_groups_key",
                    config.service(),
                    config.groupsKey());
        }
    }

    private Optional<Subject> subject(Map<String, Object> claims) {
        if (config.issuer().isPresent()) {
            return id(claims, SUB).map(id -> new Subject(config.issuer().get(), id));
        }
        String issuer = config.get(OAuthSettings.USERDATA_URL).toString();
        Optional<String> chosen = config.find(OidcSettings.SUBJECT_CLAIM);
        return (chosen.isPresent() ? id(claims, chosen.get()) : id(claims, SUB).or(() -> id(claims, "id")))
                .map(id -> new Subject(issuer, id));
    }

    private static Optional<String> id(Map<String, Object> claims, String path) {
        return ClaimPath.find(claims, path)
                .filter(value -> value instanceof String || value instanceof Number)
                .map(String::valueOf)
                .filter(id -> !id.isBlank());
    }
}
