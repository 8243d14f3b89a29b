package dev.hubwright.api.auth;

import dev.hubwright.api.Opaque;
import java.util.Map;
import java.util.Optional;

/**
 * One step of a login under the name that was typed in the first one, which the browser sends only once.
 *
 * @param username as typed, or as kept from the step before; may be empty
 * @param request as the authenticator gets it
 * @param answersQuestion whether this is the answer to a question, which is still counted as a failure of the name
 */
record Attempt(String username, AuthRequest request, boolean answersQuestion) {

    private static final String USERNAME = "username";
    private static final String FLOW = "flow";
    private static final String VERSION = "version";

    static Attempt of(AuthRequest sent) {
        Optional<Opaque> kept = sent.flow();
        Optional<String> name = kept.flatMap(flow -> flow.text(USERNAME));
        if (name.isPresent() && kept.get().values().get(FLOW) instanceof Map<?, ?> values) {
            return new Attempt(name.get(), sent.withFlow(unpacked(kept.get(), values)), true);
        }
        return new Attempt(sent.username(), sent, false);
    }

    @SuppressWarnings("unchecked")
    private static Opaque unpacked(Opaque kept, Map<?, ?> values) {
        return Opaque.of((int) kept.number(VERSION).orElse(0), (Map<String, ?>) values);
    }

    /** What an authenticator wants kept after a question, together with the name. */
    Opaque keeping(Opaque flow) {
        return Opaque.of(1, Map.of(USERNAME, username, VERSION, flow.version(), FLOW, flow.values()));
    }
}
