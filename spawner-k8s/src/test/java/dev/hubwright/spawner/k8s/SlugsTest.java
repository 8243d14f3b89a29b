package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugsTest {

    /** What KubeSpawner 7.1.0 makes of the same names. */
    @ParameterizedTest
    @CsvSource({
        "alice, alice, alice, alice",
        "alice-smith, alice-smith, alice-smith, alice-2dsmith",
        "Alice.Smith@example.org, alice-smith-example-org---323a0b32, alice-smith-example-o---323a0b32,"
                + " -41lice-2e-53mith-40example-2eorg",
        "alice--smith, alice-smith---7a7f0a74, alice-smith---7a7f0a74, alice-2d-2dsmith",
        "-rf, rf---686c39ac, rf---686c39ac, -2drf",
        "1alice, x-1alice---6c6413ac, 1alice, 1alice",
        "user-, user---b5d4a457, user---b5d4a457, user-2d",
        "\u0130stanbul, i-stanbul---24ec8f72, i-stanbul---24ec8f72, -c4-b0stanbul",
        "\u4e2d\u6587, x---72726d88, x---72726d88, -e4-b8-ad-e6-96-87",
        "\u00fcber, ber---b51c8541, ber---b51c8541, -c3-bcber",
        "A, a---559aead0, A, -41",
        "a_b, a-b---648fa9b3, a_b, a-5fb",
        ".., x---5ec1f7e7, x---5ec1f7e7, -2e-2e",
        "9, x-9---19581e27, 9, 9"
    })
    void namesAreThoseOfKubeSpawner(String name, String safe, String label, String escaped) {
        assertThat(Slugs.safe(name)).isEqualTo(safe);
        assertThat(Slugs.label(name)).isEqualTo(label);
        assertThat(Slugs.escaped(name)).isEqualTo(escaped);
    }

    @ParameterizedTest
    @CsvSource({
        "alice, '', alice",
        "alice, lab, alice--lab",
        "alice, a b%2Fc?d#e, alice--a-b-2fc-d-e---0f59de29",
        "alice, .., alice--x---5ec1f7e7",
        "Alice.Smith@example.org, My Server, alice-smith-examp--my-server---6fef3c83"
    })
    void namesOfServersAreThoseOfKubeSpawner(String user, String server, String name) {
        assertThat(Slugs.safe(user, server)).isEqualTo(name);
    }

    @Test
    void longNamesAreThoseOfKubeSpawner() {
        assertThat(Slugs.safe("x".repeat(46), "")).isEqualTo("x".repeat(46));
        assertThat(Slugs.safe("x".repeat(47), "")).isEqualTo("x".repeat(17) + "--x---cfcbdd85");
        assertThat(Slugs.safe("x".repeat(200), "")).isEqualTo("x".repeat(17) + "--x---3098b789");
        assertThat(Slugs.safe("a".repeat(49))).isEqualTo("a".repeat(37) + "---8f9bec6a");
    }

    @Test
    void anyNameMakesANameThatKubernetesTakes() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            String name = random.ints(1 + random.nextInt(12), 0x20, 0x2ff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String slug = Slugs.safe(name, i % 3 == 0 ? name : "");
            assertThat(slug).matches("[a-z]([a-z0-9-]{0,46}[a-z0-9])?");
            assertThat(Slugs.label(name)).matches("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");
        }
    }
}
