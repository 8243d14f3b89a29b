package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.hubwright.api.ProviderException;

/** Says what is wrong with a directory that gives no answer. */
final class Outage {

    private static final String LATER = "The directory cannot be reached; try again in a minute.";
    private static final String ASK = "The directory cannot be asked. Tell the administrator of this hub.";

    private Outage() {}

    static ProviderException of(LDAPException e, LdapConfig config) {
        ResultCode code = e.getResultCode();
        String asked = "Cannot ask " + config.shownServers() + ": ";
        if (code.equals(ResultCode.STRONG_AUTH_REQUIRED) || code.equals(ResultCode.CONFIDENTIALITY_REQUIRED)) {
            return ProviderException.permanent(
                    ASK,
                    asked
                            + "the server takes no password without TLS; set LDAPAuthenticator.tls_strategy to before_bind "
                            + "(port 389) or on_connect (port 636), and remove use_ssl",
                    e);
        }
        if (code.equals(ResultCode.INVALID_CREDENTIALS) || code.equals(ResultCode.INAPPROPRIATE_AUTHENTICATION)) {
            return ProviderException.permanent(
                    ASK,
                    asked + "it refuses LDAPAuthenticator.lookup_dn_search_user = "
                            + config.searchUser().orElse("(nobody)") + "; check it and lookup_dn_search_password",
                    e);
        }
        if (code.equals(ResultCode.OPERATIONS_ERROR) || code.equals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS)) {
            return ProviderException.permanent(
                    ASK,
                    asked + "it refuses searches of " + config.searchUser().orElse("anonymous users")
                            + "; set LDAPAuthenticator.lookup_dn_search_user and its password",
                    e);
        }
        return ProviderException.retryable(
                LATER, asked + e.getMessage() + "; check LDAPAuthenticator.server_address and the directory", e);
    }
}
