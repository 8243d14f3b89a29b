package dev.hubwright.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Diagnosis.Step;
import java.net.URI;
import java.util.function.Consumer;

/** Goes as far through a login as is possible without a browser. */
final class Explanation {

    private final Discovery discovery;
    private final SigningKeys keys;
    private final Logins logins;

    Explanation(Discovery discovery, SigningKeys keys, Logins logins) {
        this.discovery = discovery;
        this.keys = keys;
        this.logins = logins;
    }

    AuthResult.Redirect of(AuthRequest request, Consumer<Step> told) throws ProviderException, InterruptedException {
        Endpoints endpoints = discovery.endpoints();
        String who = endpoints.issuer().orElse("a service without ID tokens");
        told.accept(new Step("discover", true, who + "; tokens from " + endpoints.token()));
        if (endpoints.keys().isPresent()) {
            told.accept(keysAt(endpoints.keys().get()));
        }
        AuthResult.Redirect away = logins.begin(request);
        String back = away.flow().text("callback").orElse("");
        told.accept(new Step("begin", true, "browsers go to " + away.uri().getHost() + " and come back to " + back));
        return away;
    }

    private Step keysAt(URI address) {
        try {
            JWKSelector all = new JWKSelector(new JWKMatcher.Builder().build());
            int count = keys.at(address).get(all, null).size();
            return new Step("keys", count > 0, count + " at " + address);
        } catch (JOSEException e) {
            return new Step("keys", false, Words.printable(Words.of(e)));
        }
    }
}
