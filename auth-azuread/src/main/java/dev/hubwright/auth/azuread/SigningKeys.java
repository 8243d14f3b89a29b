package dev.hubwright.auth.azuread;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.time.Duration;

/**
 * Microsoft's keys. An unknown key makes it look again, at most twice a minute; while nobody answers, keys that were known
 * stay good for a while.
 */
final class SigningKeys {

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofHours(1);

    private final MicrosoftHttp http;
    private URI address;
    private JWKSource<SecurityContext> source;

    SigningKeys(MicrosoftHttp http) {
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
            MicrosoftHttp.Answer answer = http.send(HttpRequest.newBuilder(), URI.create(url.toString()));
            if (answer.status() != 200) {
                throw new IOException("its keys at " + url + " come with status " + answer.status());
            }
            return new Resource(answer.body(), "application/json");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
