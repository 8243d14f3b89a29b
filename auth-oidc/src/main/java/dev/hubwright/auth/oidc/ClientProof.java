package dev.hubwright.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretJWT;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.hubwright.api.ProviderException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;

/** Proves to the provider that the hub is the client that it registered. */
final class ClientProof {

    private final OidcConfig config;

    ClientProof(OidcConfig config) {
        this.config = config;
    }

    /** How to prove it: what is written, else the best of what the provider can do. */
    ClientAuthMethod method(Endpoints endpoints) throws ProviderException {
        if (config.clientAuthMethod().isPresent()) {
            return config.clientAuthMethod().get();
        }
        List<String> offered = endpoints.authMethods();
        for (ClientAuthMethod method :
                List.of(ClientAuthMethod.CLIENT_SECRET_BASIC, ClientAuthMethod.CLIENT_SECRET_POST)) {
            if (offered.contains(method.text())) {
                return method;
            }
        }
        if (!offered.isEmpty()) {
            throw failure(
                    "The provider takes " + offered + "; choose one by GenericOAuthenticator.client_auth_method", null);
        }
        return endpoints.issuer().isPresent()
                ? ClientAuthMethod.CLIENT_SECRET_BASIC
                : ClientAuthMethod.CLIENT_SECRET_POST;
    }

    /** Adds the proof to a request whose form may still be empty. */
    void addTo(HTTPRequest request, Endpoints endpoints) throws ProviderException {
        ClientAuthMethod method = method(endpoints);
        if (method == ClientAuthMethod.CLIENT_SECRET_BASIC && config.get(OidcSettings.BASIC_AUTH_UNENCODED)) {
            String pair = config.clientId() + ":" + config.clientSecret().reveal();
            request.setAuthorization(
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            return;
        }
        try {
            if (method == ClientAuthMethod.NONE || method.isMutualTls()) {
                request.setBody(request.getBody() + "&client_id=" + Forms.encoded(config.clientId()));
            } else {
                authentication(method, endpoints).applyTo(request);
            }
        } catch (JOSEException | GeneralSecurityException e) {
            throw failure("No proof of the kind " + method.text() + " can be made: " + e.getMessage(), e);
        }
    }

    private ClientAuthentication authentication(ClientAuthMethod method, Endpoints endpoints)
            throws JOSEException, GeneralSecurityException {
        ClientID id = new ClientID(config.clientId());
        if (method == ClientAuthMethod.PRIVATE_KEY_JWT) {
            PrivateKey key = PrivateKeys.read(
                    config.find(OidcSettings.CLIENT_PRIVATE_KEY).orElseThrow().reveal());
            String keyId = config.find(OidcSettings.CLIENT_PRIVATE_KEY_ID).orElse(null);
            return new PrivateKeyJWT(id, endpoints.token(), PrivateKeys.algorithm(key), key, keyId, null);
        }
        Secret secret = new Secret(config.clientSecret().reveal());
        if (method == ClientAuthMethod.CLIENT_SECRET_JWT) {
            return new ClientSecretJWT(id, endpoints.token(), JWSAlgorithm.HS256, secret);
        }
        return method == ClientAuthMethod.CLIENT_SECRET_BASIC
                ? new ClientSecretBasic(id, secret)
                : new ClientSecretPost(id, secret);
    }

    private ProviderException failure(String detail, Throwable cause) {
        return ProviderException.permanent(
                config.service() + " cannot be used now. Tell the administrator of this hub.", detail, cause);
    }
}
