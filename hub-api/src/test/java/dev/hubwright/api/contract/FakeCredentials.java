package dev.hubwright.api.contract;

import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.ServerCredentials;
import dev.hubwright.api.spawn.ServerRef;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Issues tokens that say nothing, and remembers which are valid. Thread-safe. */
public final class FakeCredentials implements ServerCredentials {

    /** What every token's text begins with, so that tests find one that has leaked. */
    public static final String TOKEN_PREFIX = "very-secret-token-";

    private final Map<String, ServerRef> valid = new ConcurrentHashMap<>();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile boolean telling;

    /** Nothing issued yet. */
    public FakeCredentials() {}

    @Override
    public Issued issue(ServerRef server, String spawnId) {
        String id = "t" + issued.incrementAndGet();
        valid.put(id, server);
        return new Issued(id, Secret.of(TOKEN_PREFIX + id));
    }

    /** Whether tokens that are valid can be told again. */
    public void setTelling(boolean value) {
        telling = value;
    }

    @Override
    public Optional<Issued> reissue(ServerRef server, String spawnId, String tokenId) {
        return telling && valid.containsKey(tokenId)
                ? Optional.of(new Issued(tokenId, Secret.of(TOKEN_PREFIX + tokenId)))
                : Optional.empty();
    }

    @Override
    public void revoke(ServerRef server, String tokenId) {
        valid.remove(tokenId, server);
    }

    /** How many were ever issued. */
    public int issued() {
        return issued.get();
    }

    /** The ids of the tokens that were not revoked. */
    public Set<String> valid() {
        return Set.copyOf(valid.keySet());
    }
}
