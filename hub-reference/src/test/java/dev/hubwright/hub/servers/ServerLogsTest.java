package dev.hubwright.hub.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerLogsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "my token is 5738d167ab17178829d54523cb83efcc. | my token is ***.",
                "http://127.0.0.1:8888/?token=abc123&x=1 | http://127.0.0.1:8888/?token=***&x=1",
                "Authorization: Bearer abc.def | Authorization: ***",
                "{'password': 'hunter2'} | {'password': ***",
                "got eyJhbGciOi.eyJzdWIi.c2ln from there | got *** from there",
                "AZURE_SECRET=xyz | AZURE_SECRET=***",
                "key Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6MTIzNA== used | key *** used"
            })
    void masksWhatLooksLikeASecret(String line, String shown) {
        assertThat(ServerLogs.withoutSecrets(line)).isEqualTo(shown);
    }

    @Test
    void leavesWhatPeopleNeed() {
        String trace = """
                Traceback (most recent call last):
                  File "/usr/lib/python3/dist-packages/jupyterhub/singleuser/extension_and_a_very_long_name_of_it.py", line 42
                ModuleNotFoundError: No module named 'nbclassic'
                OSError: [Errno 28] No space left on device: '/home/alice/.local/share/jupyter/runtime'
                """;

        assertThat(ServerLogs.withoutSecrets(trace)).isEqualTo(trace);
    }
}
