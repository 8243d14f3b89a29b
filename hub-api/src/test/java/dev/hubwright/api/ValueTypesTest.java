package dev.hubwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {

    @Test
    void takesNumbersAndBooleansForTexts() {
        assertThat(ValueTypes.TEXT.read("")).isEmpty();
        assertThat(ValueTypes.TEXT.read(8000L)).isEqualTo("8000");
        assertThat(ValueTypes.TEXT.read(true)).isEqualTo("true");
        refuses(ValueTypes.TEXT, List.of("a"));
        refuses(ValueTypes.TEXT, Map.of());
    }

    @ParameterizedTest
    @CsvSource({"true,true", "YES,true", "On,true", "1,true", "False,false", "no,false", "OFF,false", "0,false"})
    void readsFlagsInEverySpelling(String written, boolean meant) {
        assertThat(ValueTypes.FLAG.read(written)).isEqualTo(meant);
    }

    @Test
    void readsFlagsWrittenAsNumbers() {
        assertThat(ValueTypes.FLAG.read(1L)).isTrue();
        assertThat(ValueTypes.FLAG.read(0)).isFalse();
        refuses(ValueTypes.FLAG, 2L);
        refuses(ValueTypes.FLAG, "");
        refuses(ValueTypes.FLAG, List.of(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8000.0", "1e3", "0x10", "2147483648", "99999999999999999999", "eight", " 8", "true"})
    void refusesWhatIsNoWholeNumber(String written) {
        refuses(ValueTypes.INTEGER, written);
    }

    @Test
    void readsWholeNumbers() {
        assertThat(ValueTypes.INTEGER.read("-1")).isEqualTo(-1);
        assertThat(ValueTypes.INTEGER.read(389L)).isEqualTo(389);
        refuses(ValueTypes.INTEGER, BigInteger.TEN.pow(30));
        refuses(ValueTypes.INTEGER, 1.5);
        refuses(ValueTypes.INTEGER, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1d", "2f", "0x1p3", "1e999", "", "1,5", "half"})
    void refusesWhatIsNoDecimalNumber(String written) {
        refuses(ValueTypes.DECIMAL, written);
        refuses(ValueTypes.SECONDS, written);
    }

    @Test
    void refusesNumbersThatAreNoNumbers() {
        refuses(ValueTypes.DECIMAL, Double.NaN);
        refuses(ValueTypes.SECONDS, Double.POSITIVE_INFINITY);
        refuses(ValueTypes.BYTES, Double.NaN);
    }

    @Test
    void readsDecimalNumbers() {
        assertThat(ValueTypes.DECIMAL.read("0.5")).isEqualTo(0.5);
        assertThat(ValueTypes.DECIMAL.read(2L)).isEqualTo(2.0);
        assertThat(ValueTypes.DECIMAL.read("1e3")).isEqualTo(1000.0);
    }

    @Test
    void readsSecondsWithFractions() {
        assertThat(ValueTypes.SECONDS.read(0.5)).isEqualTo(Duration.ofMillis(500));
        assertThat(ValueTypes.SECONDS.read("60")).isEqualTo(Duration.ofMinutes(1));
        assertThat(ValueTypes.SECONDS.read(-1)).isEqualTo(Duration.ofSeconds(-1));
        refuses(ValueTypes.SECONDS, "0.5 s");
        refuses(ValueTypes.SECONDS, 1e12);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1K,1024",
        "1.5G,1610612736",
        "512M,536870912",
        "2T,2199023255552",
        "0.3K,307",
        "9007199254740993,9007199254740993"
    })
    void readsSizes(String written, long bytes) {
        assertThat(ValueTypes.BYTES.read(written)).isEqualTo(bytes);
    }

    @Test
    void readsSizesWrittenAsNumbers() {
        assertThat(ValueTypes.BYTES.read(1073741824L)).isEqualTo(1L << 30);
        assertThat(ValueTypes.BYTES.read(1.073741824E9)).isEqualTo(1L << 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "-1G", "1 G", "1GB", "1Gi", "1g", "1.G", "99999999999T", "1e400"})
    void refusesWhatIsNoSize(String written) {
        refuses(ValueTypes.BYTES, written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://:8000", "https://hub.example.org/x/", "unix:///run/x.sock", "ldap://[::1]:389"})
    void readsUrls(String written) {
        assertThat(ValueTypes.URL.read(written)).isEqualTo(URI.create(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost:8000", "10.0.0.4", "/hub", "http:hub", "http:///x", "<https://x>", "mailto:x"})
    void refusesWhatIsNoUrl(String written) {
        refuses(ValueTypes.URL, written);
    }

    @Test
    void readsListsOfTexts() {
        assertThat(ValueTypes.TEXTS.read("alice")).containsExactly("alice");
        assertThat(ValueTypes.TEXTS.read(List.of("a", 1, true))).containsExactly("a", "1", "true");
        assertThat(ValueTypes.TEXTS.read(List.of())).isEmpty();
        refuses(ValueTypes.TEXTS, Arrays.asList("a", null));
        refuses(ValueTypes.TEXTS, List.of(List.of("a")));
        refuses(ValueTypes.TEXTS, Map.of("a", "b"));
    }

    @Test
    void takesAMapWithoutValuesForASet() {
        Map<String, Object> set = new HashMap<>();
        set.put("alice", null);

        assertThat(ValueTypes.TEXTS.read(set)).containsExactly("alice");
    }

    @Test
    void readsMapsOfTexts() {
        Map<Object, Object> map = new HashMap<>();
        map.put("A", 1);
        map.put("B", null);

        assertThat(ValueTypes.TEXT_MAP.read(map)).containsOnly(Map.entry("A", "1"), Map.entry("B", ""));
        refuses(ValueTypes.TEXT_MAP, "A=1");
        refuses(ValueTypes.TEXT_MAP, Map.of("A", List.of()));
    }

    @Test
    void readsSecretsLikeTexts() {
        assertThat(ValueTypes.SECRET.read(1234).reveal()).isEqualTo("1234");
        refuses(ValueTypes.SECRET, List.of("s3cret"));
    }

    private static void refuses(ValueType<?> type, Object value) {
        assertThatThrownBy(() -> type.read(value))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }
}
