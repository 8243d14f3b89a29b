package dev.hubwright.auth.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;

/**
 * The issuer's keys. An unknown key makes it look again, at most twice a minute; while the issuer is out of reach, keys
 * that were known stay good for a while.
 */
final class SigningKeys {

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofHours(1);

    private final ProviderHttp http;
    private URI address;
    private JWKSource<SecurityContext> source;

    SigningKeys(ProviderHttp http) {
        this.http = http;
    }

    synchronized JWKSource<SecurityContext> at(URI where) {
        if (!where.equals(address)) {
            source = source(where);
            address = where;
        }
        return source;
    }

    private JWKSource<SecurityContext> source(URI where) {
        try {
            return JWKSourceBuilder.create(where.toURL(), this::retrieve)
                    .cache(LIFE.toMillis(), PATIENCE.toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(PATIENCE.toMillis())
                    .outageTolerant(GRACE.toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(where + " is not a URL", e);
        }
    }

    private Resource retrieve(URL url) throws IOException {
        try {
            HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, url.toURI());
            ProviderHttp.Answer answer = http.exchange(request, "its keys");
            if (!answer.isSuccess()) {
                throw new IOException(
                        "Cannot get its keys from " + url + ": it answers with status " + answer.status());
            }
            return new Resource(answer.body(), answer.type());
        } catch (ProviderException | URISyntaxException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
