package dev.hubwright.auth.azuread;

import com.microsoft.aad.msal4j.MsalServiceException;
import dev.hubwright.api.ProviderException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Microsoft says no to a request for tokens. Never leaves the package. */
final class NoTokens extends Exception {

    private static final long serialVersionUID = 1L;
    private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d+)");
    private static final Set<String> FOR_THE_PERSON =
            Set.of("invalid_grant", "interaction_required", "consent_required", "login_required");
    private static final Set<String> FOR_THE_OPERATOR = Set.of("invalid_client", "unauthorized_client");
    /** The last one is MSAL4J's own, for an answer that it cannot read. */
    private static final Set<String> OUTAGES = Set.of("temporarily_unavailable", "server_error", "invalid_json");

    private static final String DISABLED = "50057";

    private final String error;
    private final String number;
    private final Optional<String> claims;

    private NoTokens(String error, String number, Optional<String> claims) {
        super(error + (number.isEmpty() ? "" : " (AADSTS" + number + ")"), null, false, false);
        this.error = error;
        this.number = number;
        this.claims = claims;
    }

    static NoTokens ofEmptyCache() {
        return new NoTokens("nothing is kept", "", Optional.empty());
    }

    /**
     * What an answer means.
     *
     * @throws ProviderException if it is not about the person
     */
    static NoTokens of(AzureAdConfig config, MsalServiceException answer) throws ProviderException {
        String error = String.valueOf(answer.errorCode());
        Matcher found = NUMBER.matcher(String.valueOf(answer.getMessage()));
        String number = found.find() ? found.group(1) : "";
        int status = answer.statusCode() == null ? 0 : answer.statusCode();
        // The rest of the message may repeat what was sent, so only the number is told.
        String detail = "Microsoft answers " + Words.printable(error) + (number.isEmpty() ? "" : " AADSTS" + number);
        if (FOR_THE_OPERATOR.contains(error)) {
            throw ProviderException.permanent(
                    config.service() + " cannot be used now. Tell the administrator of this hub.",
                    detail
                            + ": check AzureAdOAuthenticator.client_id and client_secret, which may have expired, or the "
                            + "certificate or the federated credential in its place");
        }
        if (status >= 500 || status == 429 || OUTAGES.contains(error)) {
            throw ProviderException.retryable(
                    config.service() + " cannot be reached; try again in a minute.",
                    detail + " (status " + status + ")");
        }
        return new NoTokens(error, number, Optional.ofNullable(answer.claims()).filter(text -> !text.isBlank()));
    }

    /** Whether the person can do something about it, by logging in again. */
    boolean needsThePerson() {
        return FOR_THE_PERSON.contains(error) && !isDisabled();
    }

    boolean isDisabled() {
        return number.equals(DISABLED);
    }

    /** What the next login has to prove. */
    Optional<String> claims() {
        return claims;
    }
}
