package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Says in words how a connection is protected. */
final class ConnectionReport {

    private ConnectionReport() {}

    static String of(ServerAddress server, LDAPConnection connection) {
        SSLSession session = connection.getSSLSession();
        if (session == null) {
            return "none: passwords go over the wire readably";
        }
        String how = server.encryption() == Encryption.LDAPS ? "LDAPS" : "StartTLS";
        return how + ", " + session.getProtocol() + ", " + certificate(session);
    }

    private static String certificate(SSLSession session) {
        try {
            X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
            return String.format(
                    Locale.ROOT,
                    "certificate of %s until %tF",
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getNotAfter());
        } catch (SSLPeerUnverifiedException e) {
            return "without a certificate";
        }
    }
}
