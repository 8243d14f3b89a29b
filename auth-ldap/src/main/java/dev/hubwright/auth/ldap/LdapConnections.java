package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.FullLDAPInterface;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two pools that never mix: one for the account that searches, one whose connections only ever carry the binds of
 * people. Connections are made when they are needed. Thread-safe.
 */
final class LdapConnections implements AutoCloseable {

    private static final String USED = "used";
    private static final Duration OLDEST = Duration.ofMinutes(15);

    private final LdapConfig config;
    private final DirectoryServers servers;
    private final LimitedPool people;
    private final LimitedPool service;

    LdapConnections(LdapConfig config, ProviderContext context) {
        this.config = config;
        this.servers = new DirectoryServers(config, context);
        this.people = limited(pool("people", Optional.empty()));
        LDAPConnectionPool searching = pool("service", config.searchUser());
        // To search twice does no harm, and a kept connection may be closed by now.
        searching.setRetryFailedOperationsDueToInvalidConnections(true);
        this.service = limited(searching);
    }

    private LimitedPool limited(LDAPConnectionPool pool) {
        return new LimitedPool(pool, config.maxConnections(), config.responseTimeout());
    }

    private LDAPConnectionPool pool(String name, Optional<String> user) {
        try {
            SimpleBindRequest bind = user.map(dn ->
                            new SimpleBindRequest(dn, config.searchPassword().reveal()))
                    .orElse(null);
            LDAPConnectionPool pool =
                    new LDAPConnectionPool(servers, bind, 0, config.maxConnections(), 0, null, false, null);
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
    FullLDAPInterface service() {
        return service.directory();
    }

    /** Connects as a login would, tells about it, and looks whether the account that searches is let in. */
    void explain(Trace trace) throws LDAPException {
        servers.getConnection(trace).close();
        if (hasSearchUser()) {
            service().getRootDSE();
            trace.went("search user", config.searchUser().orElseThrow());
        }
    }

    /** How busy the pools are. */
    Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        people.addTo(figures);
        service.addTo(figures);
        return figures;
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
            LDAPConnection connection = people.take();
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
            people.giveBack(connection);
        } else {
            people.discard(connection);
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
        private final LimitedPool pool;

        BoundPerson(LDAPConnection connection, BindResult result, LimitedPool pool) {
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
                pool.giveBack(connection);
            } else {
                pool.discard(connection);
            }
        }
    }
}
