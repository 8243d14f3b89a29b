package dev.hubwright.auth.azuread;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.OAuthSettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** How the hub proves itself to Microsoft. Files are read at each use, because they are renewed while the hub runs. */
final class Credential {

    private Credential() {}

    static IClientCredential of(AzureAdConfig config) throws ProviderException {
        Optional<Secret> secret = config.find(OAuthSettings.CLIENT_SECRET).filter(value -> !value.isEmpty());
        if (secret.isPresent()) {
            return ClientCredentialFactory.createFromSecret(secret.get().reveal());
        }
        Optional<String> certificate = config.find(AzureAdSettings.CERTIFICATE_PATH);
        return certificate.isPresent()
                ? certificate(config, certificate.get())
                : federated(
                        config,
                        config.find(AzureAdSettings.FEDERATED_TOKEN_FILE).orElseThrow());
    }

    private static IClientCredential certificate(AzureAdConfig config, String path) throws ProviderException {
        try {
            String text = NamedFiles.text(path);
            List<X509Certificate> chain = Pem.certificates(text);
            if (chain.isEmpty()) {
                throw new GeneralSecurityException("there is no \"BEGIN CERTIFICATE\" in it");
            }
            return ClientCredentialFactory.createFromCertificateChain(Pem.rsaKey(text), chain);
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(config, "client_certificate_path", path, e);
        }
    }

    private static IClientCredential federated(AzureAdConfig config, String path) throws ProviderException {
        try {
            return ClientCredentialFactory.createFromClientAssertion(
                    NamedFiles.text(path).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(config, "federated_token_file", path, e);
        }
    }

    private static ProviderException unreadable(AzureAdConfig config, String key, String path, Exception cause) {
        return ProviderException.permanent(
                config.service() + " cannot be used now. Tell the administrator of this hub.",
                "AzureAdOAuthenticator." + key + " = \"" + path + "\" cannot be read: "
                        + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                cause);
    }
}
