package dev.hubwright.api.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the hub said about tokens a short while ago, also that it does not know them. Keeps digests only. */
final class TokenCache {

    private static final int MAX_TOKENS = 1000;

    private final Clock clock;
    private final Duration age;
    private final Map<String, Answer> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > MAX_TOKENS;
        }
    };

    TokenCache(Clock clock, Duration age) {
        this.clock = clock;
        this.age = age;
    }

    /** What is known: empty if nothing is, and an empty inside if the hub does not know the token. */
    synchronized Optional<Optional<HubUser>> find(String key) {
        return Optional.ofNullable(entries.get(Sealer.digest(key)))
                .filter(answer -> clock.instant().isBefore(answer.until))
                .map(Answer::user);
    }

    synchronized void put(String key, Optional<HubUser> user) {
        entries.put(Sealer.digest(key), new Answer(user, clock.instant().plus(age)));
    }

    private record Answer(Optional<HubUser> user, Instant until) {}
}
