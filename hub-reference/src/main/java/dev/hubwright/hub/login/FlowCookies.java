package dev.hubwright.hub.login;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.store.Flows;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
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
 * {@code state} that comes back with the next step, so that logins in two tabs never meet.
 */
final class FlowCookies {

    private static final String PREFIX = "hubwright-flow-";
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    /** More logins under way than a person begins; their cookies would fill the head of every request. */
    private static final int TOO_MANY = 16;

    private final HubStore store;
    private final RandomText random;
    private final HubPaths paths;
    private final HubOrigin origin;

    FlowCookies(HubStore store, RandomText random, HubPaths paths, HubOrigin origin) {
        this.store = store;
        this.random = random;
        this.paths = paths;
        this.origin = origin;
    }

    /** Keeps a flow; gives the answer with the cookie for it. */
    Response keep(Request request, Flows.Flow flow, URI leadsTo, Response answer) throws ProviderException {
        Secret id = random.secret(43);
        store.flows().put(id, flow);
        Optional<String> state = Optional.ofNullable(leadsTo.getRawQuery())
                .map(UrlEncoding::parse)
                .map(query -> query.getOrDefault("state", List.of()))
                .flatMap(values -> values.stream().findFirst());
        Response tidy = answer;
        List<String> names = request.cookieNames().stream()
                .filter(name -> name.startsWith(paths.cookie(PREFIX)))
                .toList();
        if (names.size() >= TOO_MANY) {
            for (String name : names) {
                tidy = cleared(request, name, tidy);
            }
        }
        boolean secure = origin.isSecure(request);
        SetCookie cookie = paths.cookie(name(state), id.reveal(), LIFETIME, secure);
        return tidy.with("set-cookie", cookie.toString());
    }

    /** The flow that this request goes on with, once. */
    Optional<Flows.Flow> take(Request request) throws ProviderException {
        for (String id : request.cookies(paths.cookie(name(request.query("state"))))) {
            Optional<Flows.Flow> flow = store.flows().take(Secret.of(id));
            if (flow.isPresent()) {
                return flow;
            }
        }
        return Optional.empty();
    }

    /** What was kept under an id that stands in an address. */
    Optional<Flows.Flow> kept(Secret id) throws ProviderException {
        return store.flows().take(id);
    }

    /** The answer to the step that took a flow, which takes its cookie away. */
    Response taken(Request request, Response answer) {
        String name = paths.cookie(name(request.query("state")));
        return request.cookies(name).isEmpty() ? answer : cleared(request, name, answer);
    }

    private Response cleared(Request request, String name, Response answer) {
        return answer.with(
                "set-cookie",
                paths.withoutCookie(name, origin.isSecure(request)).toString());
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
