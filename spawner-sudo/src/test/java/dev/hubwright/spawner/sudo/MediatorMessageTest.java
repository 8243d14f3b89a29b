package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MediatorMessageTest {

    @Test
    void quotesWhateverAVariableHolds() {
        assertThat(MediatorMessage.spawn(List.of("--a=\"b\""), Map.of("X", "\\ \n ü")))
                .isEqualTo("{\"action\": \"spawn\", \"args\": [\"--a=\\\"b\\\"\"],"
                        + " \"env\": {\"X\": \"\\\\ \\u000a \\u00fc\"}}");
    }

    @Test
    void readsAnswers() {
        assertThat(MediatorMessage.isOk("noise {\"ok\": true, \"pid\": 4711}")).isTrue();
        assertThat(MediatorMessage.pid("{\"ok\": true, \"pid\": 4711}")).hasValue(4711L);
        assertThat(MediatorMessage.isOk("{\"ok\": false, \"error\": \"Exited with status: 3\"}"))
                .isFalse();
        assertThat(MediatorMessage.error("{\"ok\": false, \"error\": \"No \\\"x\\\"\"}"))
                .hasValue("No \\\"x\\\"");
        assertThat(MediatorMessage.pid("")).isEmpty();
    }
}
