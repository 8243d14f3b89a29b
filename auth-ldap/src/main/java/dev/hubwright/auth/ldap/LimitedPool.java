package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.FullLDAPInterface;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * So many connections at once and no more: who comes later waits, for a limited time. The SDK's own pool makes as many
 * as are asked for, and closes what is too much. Thread-safe.
 */
final class LimitedPool implements AutoCloseable {

    private final LDAPConnectionPool pool;
    private final int limit;
    private final Semaphore free;
    private final Duration patience;
    private final FullLDAPInterface directory;

    LimitedPool(LDAPConnectionPool pool, int limit, Duration patience) {
        this.pool = pool;
        this.limit = limit;
        this.free = new Semaphore(limit);
        this.patience = patience;
        this.directory = (FullLDAPInterface) Proxy.newProxyInstance(
                LimitedPool.class.getClassLoader(), new Class<?>[] {FullLDAPInterface.class}, this::invoke);
    }

    /** Each operation on it has a connection of the pool for as long as it takes. */
    FullLDAPInterface directory() {
        return directory;
    }

    private Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        enter();
        try {
            return method.invoke(pool, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            free.release();
        }
    }

    /** A connection; goes back by {@link #giveBack} or {@link #discard}. */
    LDAPConnection take() throws LDAPException {
        enter();
        boolean taken = false;
        try {
            LDAPConnection connection = pool.getConnection();
            taken = true;
            return connection;
        } finally {
            if (!taken) {
                free.release();
            }
        }
    }

    void giveBack(LDAPConnection connection) {
        pool.releaseConnection(connection);
        free.release();
    }

    void discard(LDAPConnection connection) {
        pool.discardConnection(connection);
        free.release();
    }

    private void enter() throws LDAPException {
        try {
            if (free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Searches declare this kind of exception and no other.
        throw new LDAPSearchException(
                ResultCode.CONNECT_ERROR,
                "all " + limit + " connections of LDAPAuthenticator.max_connections are in use");
    }

    /** Tells how busy it is. */
    void addTo(Map<String, Long> figures) {
        String name = pool.getConnectionPoolName() + "_connections_";
        int inUse = limit - free.availablePermits();
        figures.put(name + "limit", (long) limit);
        figures.put(name + "idle", (long) pool.getCurrentAvailableConnections());
        figures.put(name + "in_use", (long) inUse);
        figures.put(name + "waiting", (long) free.getQueueLength());
    }

    @Override
    public void close() {
        pool.close();
    }
}
