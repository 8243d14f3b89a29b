package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import dev.hubwright.api.ProviderContext;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * Connects to one of the directory's servers: encrypted as written before anything else is sent, and past those that
 * did not take a connection a moment ago. Thread-safe.
 */
final class DirectoryServers extends ServerSet {

    private final LdapConfig config;
    private final Tls tls;
    private final Optional<ServiceRecords> records;
    private final ServerOrder order;
    private volatile Optional<SSLSocketFactory> sockets = Optional.empty();

    DirectoryServers(LdapConfig config, ProviderContext context) {
        this.config = config;
        this.order = new ServerOrder(config.poolStrategy(), context);
        this.tls = new Tls(config.tls(), config.responseTimeout());
        this.records = config.srvRecord().map(name -> new ServiceRecords(name, config, context));
    }

    @Override
    public LDAPConnection getConnection() throws LDAPException {
        return getConnection(Trace.SILENT);
    }

    /** The same, and tells about each server that was tried. */
    LDAPConnection getConnection(Trace trace) throws LDAPException {
        List<ServerAddress> known = records.isPresent() ? records.get().servers() : config.servers();
        LDAPException last = null;
        for (ServerAddress server : order.of(known)) {
            long start = System.nanoTime();
            try {
                LDAPConnection connection = connect(server);
                order.connected(server, Duration.ofNanos(System.nanoTime() - start));
                trace.went("server", server + " answers");
                trace.went("encryption", ConnectionReport.of(server, connection));
                return connection;
            } catch (LDAPException e) {
                order.failed(server);
                trace.failed("server", server + ": " + e.getMessage());
                last = new LDAPException(e.getResultCode(), server + ": " + e.getMessage(), e);
            }
        }
        throw last != null ? last : new LDAPException(ResultCode.CONNECT_ERROR, "no server is known");
    }

    /** Servers that do not work, for the operator. */
    List<String> resting() {
        return order.resting();
    }

    private LDAPConnection connect(ServerAddress server) throws LDAPException {
        if (server.encryption() == Encryption.NONE) {
            return new LDAPConnection(options(), server.host(), server.port());
        }
        if (server.encryption() == Encryption.LDAPS) {
            return new LDAPConnection(sockets(), options(), server.host(), server.port());
        }
        LDAPConnection connection = new LDAPConnection(options(), server.host(), server.port());
        try {
            startTls(connection);
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw e;
        }
    }

    private void startTls(LDAPConnection connection) throws LDAPException {
        ExtendedResult result = connection.processExtendedOperation(new StartTLSExtendedRequest(sockets()));
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
            throw new LDAPException(
                    ResultCode.CONNECT_ERROR,
                    "the server refuses StartTLS (" + result.getResultCode()
                            + "), and nothing is sent without; give it a "
                            + "certificate, or write LDAPAuthenticator.tls_strategy");
        }
    }

    private SSLSocketFactory sockets() throws LDAPException {
        try {
            if (sockets.isEmpty()) {
                sockets = Optional.of(tls.sockets());
            }
            return sockets.get();
        } catch (GeneralSecurityException | IOException e) {
            throw new LDAPException(
                    ResultCode.CONNECT_ERROR, "LDAPAuthenticator.tls_kwargs cannot be used: " + e.getMessage(), e);
        }
    }

    private LDAPConnectionOptions options() {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(Math.toIntExact(config.connectTimeout().toMillis()));
        options.setResponseTimeoutMillis(config.responseTimeout().toMillis());
        options.setFollowReferrals(false);
        options.setBindWithDNRequiresPassword(true);
        options.setUseTCPNoDelay(true);
        options.setSSLSocketVerifier(tls.verifier());
        return options;
    }

    @Override
    public void toString(StringBuilder buffer) {
        buffer.append("DirectoryServers(").append(config.shownServers()).append(')');
    }
}
