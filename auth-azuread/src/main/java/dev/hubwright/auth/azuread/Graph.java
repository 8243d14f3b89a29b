package dev.hubwright.auth.azuread;

import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Asks Microsoft Graph about a person, with the person's own token. */
final class Graph {

    private static final int MOST_PAGES = 50;
    private static final int MOST_TRIES = 4;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);

    private final AzureAdConfig config;
    private final MicrosoftHttp http;

    Graph(AzureAdConfig config, MicrosoftHttp http) {
        this.config = config;
        this.http = http;
    }

    /** What a token for Graph has to be asked for: all that was consented to. */
    Set<String> scopes() {
        return Set.of(endpoint() + "/.default");
    }

    private String endpoint() {
        return config.get(AzureAdSettings.GRAPH_ENDPOINT).toString().replaceFirst("/+$", "");
    }

    /** The ids of all groups that the person is in, also by other groups, in lower case. */
    Set<String> groups(String token) throws ProviderException, InterruptedException {
        Set<String> groups = new LinkedHashSet<>();
        Optional<URI> page = Optional.of(URI.create(endpoint() + "/v1.0/me/transitiveMemberOf?$select=id&$top=999"));
        for (int pages = 0; page.isPresent(); pages++) {
            if (pages == MOST_PAGES) {
                throw outage("the groups of one person fill more than " + MOST_PAGES + " pages");
            }
            Map<String, Object> answer = get(page.get(), token);
            if (answer.get("value") instanceof List<?> list) {
                list.forEach(each -> group(each).ifPresent(groups::add));
            }
            page = next(answer);
        }
        return groups;
    }

    private static Optional<String> group(Object entry) {
        return entry instanceof Map<?, ?> map
                        && "#microsoft.graph.group".equals(map.get("@odata.type"))
                        && map.get("id") instanceof String id
                ? Optional.of(id.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** Never anywhere but Graph, for the token goes with it. */
    private Optional<URI> next(Map<String, Object> answer) throws ProviderException {
        if (!(answer.get("@odata.nextLink") instanceof String link)) {
            return Optional.empty();
        }
        if (!link.startsWith(endpoint() + "/")) {
            throw outage("its next page is elsewhere");
        }
        return Optional.of(URI.create(link));
    }

    /** The name that the person has in the directory of their organisation; empty if they are in the cloud only. */
    Optional<String> samAccountName(String token) throws ProviderException, InterruptedException {
        Object name = get(URI.create(endpoint() + "/v1.0/me?$select=onPremisesSamAccountName"), token)
                .get("onPremisesSamAccountName");
        return name instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private Map<String, Object> get(URI target, String token) throws ProviderException, InterruptedException {
        try {
            for (int tries = 1; ; tries++) {
                MicrosoftHttp.Answer answer = http.send(
                        HttpRequest.newBuilder()
                                .header("Authorization", "Bearer " + token)
                                .header("Accept", "application/json"),
                        target);
                if (answer.status() == 200) {
                    return answer.json();
                }
                Duration wait = wait(answer, tries);
                boolean again = answer.status() == 429 || answer.status() >= 500;
                if (!again || tries == MOST_TRIES || wait.compareTo(LONGEST_WAIT) > 0) {
                    throw refused(target, answer.status());
                }
                TimeUnit.MILLISECONDS.sleep(wait.toMillis());
            }
        } catch (IOException e) {
            throw http.outage("Cannot ask Microsoft Graph at " + target.getRawAuthority(), e);
        }
    }

    private static Duration wait(MicrosoftHttp.Answer answer, int tries) {
        return answer.header("retry-after")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(FIRST_WAIT.multipliedBy(1L << tries));
    }

    private ProviderException refused(URI target, int status) {
        String detail = target.getRawPath() + " answers with status " + status;
        if (status == 401 || status == 403) {
            return ProviderException.permanent(
                    config.service() + " does not tell your groups. Tell the administrator of this hub.",
                    "Microsoft Graph: " + detail
                            + "; give the app registration the delegated permissions User.Read and "
                            + "GroupMember.Read.All, with the consent of an administrator");
        }
        return outage(detail);
    }

    private ProviderException outage(String detail) {
        return ProviderException.retryable(
                config.service() + " does not tell your groups just now; try again in a minute.",
                "Microsoft Graph: " + detail);
    }
}
