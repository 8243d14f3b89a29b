package dev.hubwright.auth.ldap;

import java.util.Optional;

/** When a connection begins to be encrypted. */
enum Encryption {
    STARTTLS(389),
    LDAPS(636),
    NONE(389);

    private final int port;

    Encryption(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    /** By the name that {@code tls_strategy} has for it. */
    static Optional<Encryption> named(String strategy) {
        return switch (LdapSettings.lower(strategy)) {
            case "before_bind" -> Optional.of(STARTTLS);
            case "on_connect" -> Optional.of(LDAPS);
            case "insecure" -> Optional.of(NONE);
            default -> Optional.empty();
        };
    }
}
