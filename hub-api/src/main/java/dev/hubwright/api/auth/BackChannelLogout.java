package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderException;
import java.util.Set;

/** Optional: an authenticator whose identity provider tells the hub that somebody logged out there. */
public interface BackChannelLogout {

    /**
     * Checks a logout message that the hub got by POST.
     *
     * @return what ends; {@link LoggedOut#nobody()} if the message is not to be believed
     * @throws ProviderException if it cannot be checked now
     */
    LoggedOut loggedOut(AuthRequest request) throws ProviderException, InterruptedException;

    /**
     * What ends.
     *
     * @param subjects people all of whose sessions end that began by this authenticator
     * @param sessions single sessions that end, by {@link AuthResult.Granted#session()}
     */
    record LoggedOut(Set<Subject> subjects, Set<String> sessions) {

        /** Copies the sets. */
        public LoggedOut {
            subjects = Set.copyOf(subjects);
            sessions = Set.copyOf(sessions);
        }

        /** Nothing ends. */
        public static LoggedOut nobody() {
            return new LoggedOut(Set.of(), Set.of());
        }
    }
}
