package dev.hubwright.hub.store;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What authenticators want kept, encrypted: {@code 1:key id:sealed}. It is bound to the user's name, so that a row
 * cannot be given to somebody else. Thread-safe.
 */
final class AuthStates {

    private static final Logger LOG = LoggerFactory.getLogger(AuthStates.class);
    private static final String FORMAT = "1";

    private final CryptKeys keys;
    private final Sealing sealing;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    AuthStates(CryptKeys keys, Sealing sealing) {
        this.keys = keys;
        this.sealing = sealing;
    }

    /** Encrypts with the first key; {@code null}, for the column, if there is nothing to keep. */
    String seal(String user, Opaque state) throws ProviderException {
        if (state.isEmpty()) {
            return null;
        }
        CryptKeys.CryptKey key = keys.first()
                .orElseThrow(() -> ProviderException.permanent(
                        "The hub is not set up to keep what your login service sent; please tell its administrator",
                        "The auth_state of " + user + " cannot be kept without a key: make one with"
                                + " \"openssl rand -hex 32\" and set it as JUPYTERHUB_CRYPT_KEY,"
                                + " or set Authenticator.enable_auth_state to false"));
        return FORMAT + ":" + key.id() + ":" + sealing.seal(key.key(), context(user), Json.of(state));
    }

    /** Decrypts a column; what cannot be decrypted is empty, and said once in the log. */
    Opaque open(String user, String column) {
        if (column == null) {
            return Opaque.empty();
        }
        return decrypt(user, column).orElseGet(() -> {
            warn(user);
            return Opaque.empty();
        });
    }

    /** Whether what {@link #open} gave was encrypted with a key that is no longer the first. */
    boolean isReadableByOlderKey(Opaque opened, String column) {
        return !opened.isEmpty()
                && keys.first()
                        .filter(key -> !column.startsWith(FORMAT + ":" + key.id() + ":"))
                        .isPresent();
    }

    private Optional<Opaque> decrypt(String user, String column) {
        String[] parts = column.split(":", 3);
        if (parts.length != 3 || !parts[0].equals(FORMAT)) {
            return Optional.empty();
        }
        return keys.byId(parts[1])
                .flatMap(key -> sealing.open(key.key(), context(user), parts[2]))
                .map(Json::opaque);
    }

    private void warn(String user) {
        if (warned.add(user)) {
            LOG.warn(
                    "The auth_state of {} cannot be decrypted with the keys in JUPYTERHUB_CRYPT_KEY; it stays stored"
                            + " until the next login. Put the key that it was encrypted with at the end of the list.",
                    user);
        }
    }

    private static String context(String user) {
        return "auth_state\0" + user;
    }
}
