package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineExceptionTest {

    @ParameterizedTest
    @CsvSource({
        "404, No such container: ada, true",
        "500, container 736e does not exist in database: no such container, true",
        "500, the disk is full, false",
        "409, no such container, false"
    })
    void knowsWhatIsMissing(int status, String message, boolean missing) {
        assertThat(new EngineException(status, message, null).isMissing()).isEqualTo(missing);
    }
}
