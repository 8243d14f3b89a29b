package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.GetEntryLDAPConnectionPoolHealthCheck;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Two pools that never mix: one for the account that searches, one whose connections only ever carry the binds of
 * people. Connections are made when they are needed. Thread-safe.
 */
final class LdapConnections implements AutoCloseable {

    private static final String USED = "used";
    private static final int SERVICE_CONNECTIONS = 8;
    private static final Duration OLDEST = Duration.ofMinutes(15);

    private final LdapConfig config;
    private final DirectoryServers servers;
    private final LDAPConnectionPool people;
    private final LDAPConnectionPool service;

    LdapConnections(LdapConfig config, ProviderContext context) {
        this.config = config;
        this.servers = new DirectoryServers(config, context);
        this.people = pool("people", Optional.empty(), config.maxConnections());
        this.service = pool("service", config.searchUser(), SERVICE_CONNECTIONS);
        // To search twice does no harm, and a kept connection may be closed by now.
        service.setRetryFailedOperationsDueToInvalidConnections(true);
    }

    private LDAPConnectionPool pool(String name, Optional<String> user, int size) {
        try {
            SimpleBindRequest bind = user.map(dn ->
                            new SimpleBindRequest(dn, config.searchPassword().reveal()))
                    .orElse(null);
            LDAPConnectionPool pool = new LDAPConnectionPool(servers, bind, 0, size, 0, null, false, null);
            pool.setConnectionPoolName(name);
            pool.setMaxConnectionAgeMillis(OLDEST.toMillis());
            if (user.isPresent()) {
                pool.setHealthCheck(healthCheck());
            }
            return pool;
        } catch (LDAPException e) {
            throw new IllegalStateException("A pool that connects to nothing yet cannot fail", e);
        }
    }

    /** Looks at idle connections now and then, and after an operation that went wrong. */
    private GetEntryLDAPConnectionPoolHealthCheck healthCheck() {
        long patience = config.responseTimeout().toMillis();
        return new GetEntryLDAPConnectionPoolHealthCheck("", patience, false, false, false, true, true);
    }

    /** Searches as the account for that, or as nobody if there is none. Its identity never changes. */
    LDAPConnectionPool service() {
        return service;
    }

    boolean hasSearchUser() {
        return config.searchUser().isPresent();
    }

    /** Servers that do not work, for the operator. */
    List<String> resting() {
        return servers.resting();
    }

    /**
     * Binds as somebody, once. Only where a connection kept from before turns out to be closed is the same bind sent
     * again on another one, because the server has not seen the first.
     *
     * @throws LDAPException what the server answered, or that it did not
     */
    BoundPerson bind(String dn, Secret password) throws LDAPException {
        while (true) {
            LDAPConnection connection = people.getConnection();
            boolean used = USED.equals(connection.getConnectionName());
            connection.setConnectionName(USED);
            try {
                return new BoundPerson(connection, bindOn(connection, dn, password), people);
            } catch (LDAPException e) {
                giveBack(connection, e);
                if (!used || !wasClosed(e)) {
                    throw e;
                }
            }
        }
    }

    private static BindResult bindOn(LDAPConnection connection, String dn, Secret password) throws LDAPException {
        return connection.bind(
                new SimpleBindRequest(dn, password.reveal(), new DraftBeheraLDAPPasswordPolicy10RequestControl()));
    }

    private void giveBack(LDAPConnection connection, LDAPException e) {
        if (e.getResultCode().isConnectionUsable()) {
            people.releaseConnection(connection);
        } else {
            people.discardConnection(connection);
        }
    }

    private static boolean wasClosed(LDAPException e) {
        return e.getResultCode().equals(ResultCode.SERVER_DOWN);
    }

    @Override
    public void close() {
        people.close();
        service.close();
    }

    /** A connection on which a person has just proved who they are. */
    static final class BoundPerson implements AutoCloseable {

        private final LDAPConnection connection;
        private final BindResult result;
        private final LDAPConnectionPool pool;

        BoundPerson(LDAPConnection connection, BindResult result, LDAPConnectionPool pool) {
            this.connection = connection;
            this.result = result;
            this.pool = pool;
        }

        LDAPConnection connection() {
            return connection;
        }

        BindResult result() {
            return result;
        }

        /** Proves on the same connection that the same password opens this entry too. */
        void confirm(String dn, Secret password) throws LDAPException {
            bindOn(connection, dn, password);
        }

        @Override
        public void close() {
            if (connection.isConnected()) {
                pool.releaseConnection(connection);
            } else {
                pool.discardConnection(connection);
            }
        }
    }
}
