package dev.hubwright.auth.azuread;

import dev.hubwright.api.ProviderException;

/** Gets tokens for Microsoft Graph out of what a person's login gave. */
final class GraphTokens {

    private final AzureAdConfig config;
    private final TokenRequests requests;
    private final Graph graph;

    GraphTokens(AzureAdConfig config, TokenRequests requests, Graph graph) {
        this.config = config;
        this.requests = requests;
        this.graph = graph;
    }

    /**
     * A token for Graph.
     *
     * @param tokens what there was, with the cache as it is now
     */
    record Given(String token, Tokens tokens) {}

    Given given(Tokens tokens) throws ProviderException, InterruptedException {
        try {
            Tokens forGraph = requests.silently(tokens.cache(), graph.scopes());
            return new Given(forGraph.accessToken(), tokens.withCache(forGraph.cache()));
        } catch (NoTokens e) {
            throw ProviderException.permanent(
                    config.service() + " does not tell your groups. Tell the administrator of this hub.",
                    "Microsoft gives no token for Graph: " + e.getMessage()
                            + "; give the app registration the delegated permission User.Read, with the consent of an "
                            + "administrator",
                    e);
        }
    }
}
