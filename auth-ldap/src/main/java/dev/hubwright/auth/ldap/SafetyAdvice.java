package dev.hubwright.auth.ldap;

/** What an operator should read again and again who chose to do without safety. */
final class SafetyAdvice {

    static final String READABLE =
            "SENDS PASSWORDS READABLY to the directory; remove use_ssl and tls_strategy to have StartTLS,"
                    + " or write ldaps:// in LDAPAuthenticator.server_address";

    static final String UNVERIFIED =
            "has validate = none, so ANYBODY CAN PRETEND TO BE THE DIRECTORY; name the authority of"
                    + " its certificate in ca_certs_file instead";

    private SafetyAdvice() {}
}
