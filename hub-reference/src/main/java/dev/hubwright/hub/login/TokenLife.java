package dev.hubwright.hub.login;

import dev.hubwright.hub.web.HttpError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides until when a token is good that somebody makes. */
public final class TokenLife {

    private final Optional<Duration> longest;
    private final Clock clock;

    /** Takes {@code JupyterHub.token_expires_in_max_seconds}, where the operator has set it. */
    public TokenLife(Optional<Duration> longest, Clock clock) {
        this.longest = longest;
        this.clock = clock;
    }

    /** How long a token may last; empty if without end. */
    public Optional<Duration> longest() {
        return longest;
    }

    /**
     * The end of a token.
     *
     * @param seconds what is asked for; empty for as long as may be
     * @return empty for a token without end
     * @throws HttpError 400 if that is no length of time, or longer than may be
     */
    public Optional<Instant> end(Optional<String> seconds) {
        Optional<Duration> asked = seconds.map(TokenLife::parse);
        if (asked.isPresent() && longest.isPresent() && asked.get().compareTo(longest.get()) > 0) {
            throw new HttpError(
                    400, "expires_in must be at most " + longest.get().toSeconds() + " seconds at this hub");
        }
        return asked.or(() -> longest).map(clock.instant()::plus);
    }

    private static Duration parse(String seconds) {
        if (!seconds.matches("[1-9]\\d{0,9}")) {
            throw new HttpError(400, "expires_in must be a number of seconds above 0");
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }
}
