package dev.hubwright.hub.login;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.SetCookie;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A sentence that survives one redirect. What comes out of a login elsewhere is shown at an address of its own, because
 * the one that the identity provider sends browsers to has a code in it, and browsers remember addresses.
 */
final class Messages {

    private static final String COOKIE = "hubwright-message";
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final HubStore store;
    private final RandomText random;
    private final HubPaths paths;
    private final HubOrigin origin;

    Messages(HubStore store, RandomText random, HubPaths paths, HubOrigin origin) {
        this.store = store;
        this.random = random;
        this.paths = paths;
        this.origin = origin;
    }

    /** A sentence, and the status of the page that shows it. */
    record Message(int status, String text) {}

    /** Keeps a message for the next page; gives the cookie to set. */
    String leave(Request request, Message message) throws ProviderException {
        Secret id = random.secret(43);
        store.flows().put(id, "", "", Opaque.of(1, Map.of("status", message.status(), "text", message.text())));
        return new SetCookie(COOKIE, id.reveal(), paths.hub(), Optional.of(LIFETIME), true, origin.isSecure(request))
                .toString();
    }

    /** The message that was left for this browser, once. */
    Optional<Message> take(Request request) throws ProviderException {
        for (String id : request.cookies(COOKIE)) {
            Optional<Opaque> kept = store.flows().take(Secret.of(id)).map(flow -> flow.flow());
            if (kept.isPresent()) {
                return kept.map(values -> new Message(
                        (int) values.number("status").orElse(200),
                        values.text("text").orElse("")));
            }
        }
        return Optional.empty();
    }
}
