package dev.hubwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void neverShowsItself() {
        Secret secret = Secret.of("wonderland");

        assertThat(secret.toString()).isEqualTo("***");
        assertThat(List.of(secret).toString()).doesNotContain("wonderland");
        assertThat(secret.hashCode()).isEqualTo(Secret.of("other").hashCode());
        assertThat(secret.reveal()).isEqualTo("wonderland");
    }

    @Test
    void equalsAnotherOfTheSameCharacters() {
        assertThat(Secret.of("größe")).isEqualTo(Secret.of("größe".toCharArray()));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("A"));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("a\0"));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of(""));
    }

    @Test
    void sharesItsCharactersWithNobody() {
        char[] given = {'a', 'b'};
        Secret secret = Secret.of(given);
        given[0] = 'x';
        secret.chars()[1] = 'x';

        assertThat(secret.reveal()).isEqualTo("ab");
    }

    @Test
    void isGoneOnceClosed() {
        Secret secret = Secret.of("wonderland");
        secret.close();
        secret.close();

        assertThatThrownBy(secret::reveal).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(secret::chars).isInstanceOf(IllegalStateException.class);
        assertThat(secret.isEmpty()).isFalse();
    }

    @Test
    void knowsWhetherItIsEmpty() {
        assertThat(Secret.of("").isEmpty()).isTrue();
        assertThat(Secret.of(" ").isEmpty()).isFalse();
    }
}
