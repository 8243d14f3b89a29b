package dev.hubwright.hub.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogLinesTest {

    private static final Logger LOG = LoggerFactory.getLogger(LogLinesTest.class);
    private static final String FORGED = "2026-11-25T10:00:00.000 INFO  d.h.Hub - all is well";

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\u000b", "\u001b[2K", "\u202e", "\0", "\b"})
    void showsNoEventAsTwo(String break_) throws IOException {
        String hostile = "eve" + break_ + FORGED;
        MDC.put("request_id", hostile);
        try (HeardLog heard = new HeardLog()) {
            LOG.warn("\"{}\" failed", hostile, new IOException(hostile, new IllegalStateException(hostile)));

            String text = heard.texts().get(0);
            assertThat(text.lines()).hasSizeGreaterThan(4);
            assertThat(text.lines().skip(1)).allMatch(line -> line.startsWith("\t"));
            assertThat(text.replace("\n", "").replace("\t", "").codePoints())
                    .noneMatch(Character::isISOControl)
                    .doesNotContain(0x2028, 0x2029, 0x202e);
            String json = heard.json().get(0);
            assertThat(json.strip().codePoints()).allMatch(character -> character >= ' ' && character < 127);
            JsonNode line = new ObjectMapper().readTree(json);
            assertThat(line.path("message").asText()).isEqualTo("\"" + hostile + "\" failed");
            assertThat(line.path("request_id").asText()).isEqualTo(hostile);
            assertThat(line.path("level").asText()).isEqualTo("WARN");
            assertThat(line.path("logger").asText()).isEqualTo(LogLinesTest.class.getName());
            assertThat(line.path("error").asText()).contains("IllegalStateException", "LogLinesTest");
        } finally {
            MDC.remove("request_id");
        }
    }

    @Test
    void leavesWordsOfAllLanguages() {
        assertThat(OneLine.shown("naïve 名前 🙂 \"x\"")).isEqualTo("naïve 名前 🙂 \"x\"");
        assertThat(OneLine.shown("one\r\n\ntwo")).isEqualTo("one | two");
    }
}
