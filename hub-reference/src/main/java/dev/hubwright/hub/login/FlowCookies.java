package dev.hubwright.hub.login;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.store.Flows;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.SetCookie;
import dev.hubwright.hub.web.UrlEncoding;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Ties a login of several steps to the browser that began it. Each such login has a cookie of its own, named for the
 * {@code state} that the identity provider gives back, so that logins in two tabs never meet.
 */
final class FlowCookies {

    private static final String PREFIX = "hubwright-flow-";
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final HubStore store;
    private final RandomText random;
    private final HubPaths paths;

    FlowCookies(HubStore store, RandomText random, HubPaths paths) {
        this.store = store;
        this.random = random;
        this.paths = paths;
    }

    /** Keeps a flow; gives the cookie to set. */
    String keep(String instance, String next, Opaque flow, URI leadsTo, boolean secure) throws ProviderException {
        Secret id = random.secret(43);
        store.flows().put(id, instance, next, flow);
        Optional<String> state = Optional.ofNullable(leadsTo.getRawQuery())
                .map(UrlEncoding::parse)
                .map(query -> query.getOrDefault("state", List.of()))
                .flatMap(values -> values.stream().findFirst());
        return new SetCookie(name(state), id.reveal(), paths.hub(), Optional.of(LIFETIME), true, secure).toString();
    }

    /** The flow that this request goes on with, once. */
    Optional<Flows.Flow> take(Request request) throws ProviderException {
        for (String id : request.cookies(name(request.query("state")))) {
            Optional<Flows.Flow> flow = store.flows().take(Secret.of(id));
            if (flow.isPresent()) {
                return flow;
            }
        }
        return Optional.empty();
    }

    private static String name(Optional<String> state) {
        return PREFIX + state.map(FlowCookies::digest).orElse("form");
    }

    private static String digest(String state) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
