package dev.hubwright.spawner.k8s;

import dev.hubwright.api.ProviderException;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** The API server has refused something, or gave no answer. */
final class ApiException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int NO_ANSWER = 0;

    private final int code;
    private final boolean passing;

    private ApiException(int code, boolean passing, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.passing = passing;
    }

    static ApiException of(Throwable cause) {
        if (cause instanceof KubernetesClientException refusal && refusal.getCode() > 0) {
            String said = refusal.getStatus() == null || refusal.getStatus().getMessage() == null
                    ? refusal.getMessage()
                    : refusal.getStatus().getMessage();
            return new ApiException(
                    refusal.getCode(), refusal.getCode() == 429 || refusal.getCode() >= 500, said, cause);
        }
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return noAnswer("The API server gives no answer: " + said, cause);
    }

    static ApiException noAnswer(String message, Throwable cause) {
        return new ApiException(NO_ANSWER, true, message, cause);
    }

    /** Whether it may pass by itself. */
    boolean isOutage() {
        return passing;
    }

    /** The same, said by an API server that has just come up: it knows nobody before it has read its tokens and rules. */
    ApiException fromOneThatHasJustComeUp() {
        return isUnknownCaller() || isMissingRight() ? new ApiException(code, true, getMessage(), getCause()) : this;
    }

    private boolean isUnknownCaller() {
        return code == 401;
    }

    boolean isConflict() {
        return code == 409;
    }

    boolean isMissing() {
        return code == 404;
    }

    boolean isForbidden() {
        return code == 403;
    }

    /** Whether a namespace has no room for more; this, too, is "forbidden". */
    boolean isQuota() {
        return isForbidden() && getMessage().contains("exceeded quota");
    }

    /** Whether the object is against the rules: of the API, of a webhook, of a limit range. */
    boolean isAgainstTheRules() {
        return code == 400 || code == 422 || isForbidden() && !isMissingRight();
    }

    /** Whether the role of the hub lacks a right. */
    boolean isMissingRight() {
        return isForbidden() && getMessage().contains("cannot ") && getMessage().contains(" resource ");
    }

    ProviderException toProvider(String publicMessage, String detail) {
        String text = detail + ": " + getMessage() + hint();
        return isOutage()
                ? ProviderException.retryable(publicMessage, text, this)
                : ProviderException.permanent(publicMessage, text, this);
    }

    private String hint() {
        if (isUnknownCaller() || isForbidden() && getMessage().contains("\"system:anonymous\"")) {
            return "; the hub is not known to the API server: run it in the cluster, or give a kubeconfig with a token"
                    + " (Kubernetes 1.19 and later take no password)";
        }
        return isMissingRight() ? "; give the hub's service account this right by a Role" : "";
    }
}
