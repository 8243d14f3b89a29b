package dev.hubwright.auth.azuread;

import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.OnBehalfOfParameters;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import com.microsoft.aad.msal4j.SilentParameters;
import com.microsoft.aad.msal4j.TokenSource;
import com.microsoft.aad.msal4j.UserAssertion;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.OAuthSettings;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/** Gets tokens by MSAL4J, which redeems codes, keeps what it got and renews it. */
final class TokenRequests {

    private final AzureAdConfig config;
    private final MicrosoftHttp http;
    private final ExecutorService callerThread = new CallerThread();

    TokenRequests(AzureAdConfig config, MicrosoftHttp http) {
        this.config = config;
        this.http = http;
    }

    /** What a code is good for. */
    Tokens ofCode(String code, URI callback, String verifier, Set<String> scopes)
            throws NoTokens, ProviderException, InterruptedException {
        Partition partition = new Partition("");
        AuthorizationCodeParameters parameters = AuthorizationCodeParameters.builder(code, callback)
                .scopes(scopes)
                .codeVerifier(verifier)
                .build();
        return tokens(application(partition).acquireToken(parameters), partition);
    }

    /** What a refresh token is good for that came in another way. */
    Tokens ofRefreshToken(String refreshToken, Set<String> scopes)
            throws NoTokens, ProviderException, InterruptedException {
        Partition partition = new Partition("");
        RefreshTokenParameters parameters =
                RefreshTokenParameters.builder(scopes, refreshToken).build();
        return tokens(application(partition).acquireToken(parameters), partition);
    }

    /**
     * A token for {@code scopes} of the person whose cache this is, from there or from Microsoft.
     *
     * @param cache what {@link Tokens#cache()} was the last time
     */
    Tokens silently(String cache, Set<String> scopes) throws NoTokens, ProviderException, InterruptedException {
        Partition partition = new Partition(cache);
        ConfidentialClientApplication application = application(partition);
        try {
            Iterator<IAccount> accounts = get(application.getAccounts()).iterator();
            if (!accounts.hasNext()) {
                throw NoTokens.ofEmptyCache();
            }
            SilentParameters parameters =
                    SilentParameters.builder(scopes, accounts.next()).build();
            return tokens(application.acquireTokenSilently(parameters), partition);
        } catch (MalformedURLException e) {
            throw new IllegalStateException("The authority was checked at the start", e);
        }
    }

    /**
     * A token for {@code scopes} of the person to whom {@code assertion} belongs, which is an access token for the hub.
     *
     * @param tenant the person's
     */
    Tokens onBehalfOf(String assertion, String tenant, Set<String> scopes)
            throws NoTokens, ProviderException, InterruptedException {
        Partition partition = new Partition("");
        OnBehalfOfParameters parameters = OnBehalfOfParameters.builder(scopes, new UserAssertion(assertion))
                .tenant(tenant)
                .build();
        return tokens(application(partition).acquireToken(parameters), partition);
    }

    private ConfidentialClientApplication application(Partition partition) throws ProviderException {
        try {
            return ConfidentialClientApplication.builder(config.clientId(), Credential.of(config))
                    .authority(config.authority() + "/")
                    .instanceDiscovery(false)
                    .setTokenCacheAccessAspect(partition)
                    .httpClient(this::send)
                    .disableInternalRetries()
                    .executorService(callerThread)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("The authority was checked at the start", e);
        }
    }

    private Tokens tokens(CompletableFuture<IAuthenticationResult> asked, Partition partition)
            throws NoTokens, ProviderException, InterruptedException {
        IAuthenticationResult result = get(asked);
        return new Tokens(
                result.accessToken(),
                result.expiresOnDate().toInstant(),
                Optional.ofNullable(result.idToken()),
                List.of(Optional.ofNullable(result.scopes()).orElse("").split(" ")),
                result.metadata().tokenSource() != TokenSource.CACHE,
                partition.content());
    }

    private <T> T get(CompletableFuture<T> asked) throws NoTokens, ProviderException, InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            for (Throwable each = e.getCause(); each != null; each = each.getCause()) {
                if (each instanceof InterruptedException) {
                    throw new InterruptedException("Interrupted while asking for tokens");
                }
                if (each instanceof MsalServiceException refusal) {
                    throw NoTokens.of(config, refusal);
                }
            }
            throw http.outage("Cannot get tokens from " + config.authority(), new IOException(e.getCause()));
        }
    }

    private IHttpResponse send(com.microsoft.aad.msal4j.HttpRequest request) throws Exception {
        HttpRequest.Builder copy = HttpRequest.newBuilder();
        Optional.ofNullable(request.headers()).ifPresent(all -> all.forEach(copy::setHeader));
        // Without it some front ends answer in HTML, which MSAL4J cannot read.
        copy.setHeader("Accept", "application/json");
        if (request.httpMethod() == HttpMethod.POST) {
            copy.POST(HttpRequest.BodyPublishers.ofString(request.body()));
        }
        MicrosoftHttp.Answer answer = http.send(copy, target(request.url().toString()));
        HttpResponse response = new HttpResponse();
        response.addHeaders(answer.headers());
        return response.statusCode(answer.status()).body(answer.body());
    }

    private URI target(String url) {
        URI asked = URI.create(url);
        Optional<URI> tokenUrl = config.find(OAuthSettings.TOKEN_URL);
        if (tokenUrl.isPresent() && asked.getPath().endsWith("/token")) {
            return tokenUrl.get();
        }
        // MSAL4J forgets the port of an authority.
        URI host = config.get(AzureAdSettings.AUTHORITY_HOST);
        boolean forgotten =
                host.getPort() >= 0 && asked.getPort() < 0 && host.getHost().equalsIgnoreCase(asked.getHost());
        return forgotten ? URI.create(url.replaceFirst("^https://[^/]+", "https://" + host.getRawAuthority())) : asked;
    }
}
