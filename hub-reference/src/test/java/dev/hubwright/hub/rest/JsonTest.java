package dev.hubwright.hub.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T20:39:46.158588Z, 2026-11-25T20:39:46.158588Z",
        "2026-01-02T03:04:05.000006789Z, 2026-01-02T03:04:05.000006Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
        "0999-12-31T23:59:59Z, 0999-12-31T23:59:59.000000Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59.000000Z"
    })
    void writesTimesInUtcToTheMicrosecond(Instant time, String text) {
        assertThat(Json.time(time)).isEqualTo(text);
    }
}
