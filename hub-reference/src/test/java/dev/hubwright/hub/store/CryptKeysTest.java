package dev.hubwright.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class CryptKeysTest {

    private static final byte[] BYTES = "\u007f?~>?~>abcdefghijklmnopqrstuvwxy".getBytes(StandardCharsets.UTF_8);

    @Test
    void readsOneKeyInAllItsSpellings() {
        String raw = new String(BYTES, StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(BYTES);
        String upper = HexFormat.of().withUpperCase().formatHex(BYTES);
        String base64 = Base64.getEncoder().encodeToString(BYTES);
        String urlSafe = Base64.getUrlEncoder().encodeToString(BYTES);
        assertThat(base64).isNotEqualTo(urlSafe);

        String id = id(raw);

        assertThat(id(hex)).isEqualTo(id);
        assertThat(id(upper)).isEqualTo(id);
        assertThat(id(base64)).isEqualTo(id);
        assertThat(id(urlSafe)).isEqualTo(id);
    }

    @Test
    void encryptsWithTheFirstKeyAndKnowsAll() {
        String one = "1".repeat(32);
        String two = "2".repeat(64);

        CryptKeys keys = CryptKeys.parse(one + " ; " + two + ";");

        assertThat(keys.first().orElseThrow().id()).isEqualTo(id(one));
        assertThat(keys.byId(id(two))).isPresent();
        assertThat(keys).hasToString("CryptKeys[2]");
    }

    @Test
    void takesABlankTextForNoKeys() {
        assertThat(CryptKeys.parse(" ; ").isEmpty()).isTrue();
        assertThat(CryptKeys.none().isEmpty()).isTrue();
    }

    @Test
    void saysWhichKeyIsWrongAndNotWhatItIs() {
        String good = "1".repeat(32);

        assertThatThrownBy(() -> CryptKeys.parse(good + ";hunter2"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("JUPYTERHUB_CRYPT_KEY")
                .hasMessageContaining("number 2 of 2")
                .hasMessageContaining("openssl rand -hex 32")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesWhatOnlyHasTheRightLength() {
        for (String text : new String[] {"x".repeat(64), "!".repeat(44), "A".repeat(44), "ä".repeat(32)}) {
            assertThatThrownBy(() -> CryptKeys.parse(text)).isInstanceOf(InvalidSettings.class);
        }
    }

    private static String id(String text) {
        return CryptKeys.parse(text).first().orElseThrow().id();
    }
}
