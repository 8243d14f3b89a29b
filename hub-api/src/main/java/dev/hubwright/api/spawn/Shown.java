package dev.hubwright.api.spawn;

import java.math.BigDecimal;
import java.time.Duration;

/** Shows values inside messages. */
final class Shown {

    private Shown() {}

    static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
