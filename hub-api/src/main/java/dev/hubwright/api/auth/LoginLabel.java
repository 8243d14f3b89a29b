package dev.hubwright.api.auth;

import java.util.Optional;

/** Optional: an authenticator that is reached by a button instead of the form. */
public interface LoginLabel {

    /** What stands after "Sign in with": JupyterHub's {@code login_service}. Plain text. */
    String loginService();

    /** The name of an icon that the hub's pages know. */
    default Optional<String> icon() {
        return Optional.empty();
    }
}
