package dev.hubwright.auth.oidc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a client proves itself, under the names of OpenID Connect. */
enum ClientAuthMethod {
    CLIENT_SECRET_BASIC,
    CLIENT_SECRET_POST,
    CLIENT_SECRET_JWT,
    PRIVATE_KEY_JWT,
    TLS_CLIENT_AUTH,
    SELF_SIGNED_TLS_CLIENT_AUTH,
    /** A public client, which has PKCE alone. */
    NONE;

    static Optional<ClientAuthMethod> named(String text) {
        return Arrays.stream(values())
                .filter(method -> method.text().equals(OidcSettings.lower(text)))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(ClientAuthMethod::text).collect(Collectors.joining(", "));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean needsSecret() {
        return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST || this == CLIENT_SECRET_JWT;
    }

    boolean isMutualTls() {
        return this == TLS_CLIENT_AUTH || this == SELF_SIGNED_TLS_CLIENT_AUTH;
    }
}
