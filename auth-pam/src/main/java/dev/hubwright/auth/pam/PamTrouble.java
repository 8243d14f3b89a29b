package dev.hubwright.auth.pam;

import dev.hubwright.api.ProviderException;

/** Says that PAM gave no answer, and what to do about it. */
final class PamTrouble {

    static final String PUBLIC_MESSAGE = "Logging in is not possible just now. Tell the administrator of this hub.";
    private static final String LATER = "Logging in is not possible just now. Try again in a minute.";

    private PamTrouble() {}

    static ProviderException permanent(String detail) {
        return ProviderException.permanent(PUBLIC_MESSAGE, detail);
    }

    static ProviderException passing(String detail) {
        return ProviderException.retryable(LATER, detail);
    }

    /** The file of this service is missing, and PAM would use another one without a word. */
    static ProviderException noService(PamConfig config) {
        return permanent("PAMAuthenticator.service = \"" + config.service() + "\": there is no "
                + config.folder().resolve(config.service())
                + " with lines for " + (config.checkAccount() ? "auth and account" : "auth")
                + ", and PAM would use the service \"other\" in its place; write that file or name another one");
    }

    /** The modules cannot read what they have to. */
    static ProviderException noInformation(PamConfig config, Outcome outcome, long uid) {
        if (uid == 0) {
            return passing(
                    outcome.describe() + " of service \"" + config.service()
                            + "\": the accounts cannot be looked up just now; look at the system's log for what its modules say");
        }
        return permanent(outcome.describe() + " of service \"" + config.service() + "\": the hub runs as uid " + uid
                + ", which may not check the passwords of others with pam_unix; put its user into the group shadow "
                + "(usermod -aG shadow USER) and start it again, or use a service without pam_unix");
    }
}
