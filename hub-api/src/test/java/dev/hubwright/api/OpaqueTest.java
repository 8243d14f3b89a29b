package dev.hubwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpaqueTest {

    @Test
    void keepsPlainValues() {
        Opaque state = Opaque.of(2, Map.of("pid", 42, "pod", "jupyter-alice", "hosts", List.of("a", "b")));

        assertThat(state.version()).isEqualTo(2);
        assertThat(state.number("pid")).hasValue(42);
        assertThat(state.text("pod")).contains("jupyter-alice");
        assertThat(state.texts("hosts")).containsExactly("a", "b");
        assertThat(state.text("pid")).isEmpty();
        assertThat(state.number("none")).isEmpty();
    }

    @Test
    void showsNamesOnly() {
        assertThat(Opaque.of(1, Map.of("token", "hunter2"))).hasToString("Opaque[version=1, names=[token]]");
    }

    @Test
    void leavesOutNull() {
        Map<String, Object> values = new HashMap<>();
        values.put("none", null);

        assertThat(Opaque.of(0, values)).isEqualTo(Opaque.empty());
    }

    @Test
    void copiesDeeply() {
        List<String> list = new ArrayList<>(List.of("a"));
        Opaque state = Opaque.of(0, Map.of("list", list));
        list.add("b");

        assertThat(state.texts("list")).containsExactly("a");
        assertThatThrownBy(() -> state.values().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesWhatCannotBeKept() {
        refuses(Map.of("a", new Object()), "java.lang.Object");
        refuses(Map.of("a", Double.NaN), "finite");
        refuses(Map.of("a", Map.of(1, "x")), "not a text");
        refuses(Map.of("a", Arrays.asList("x", null)), "a has an element that is null");
    }

    @Test
    void refusesTooMuch() {
        refuses(Map.of("a", "x".repeat(Opaque.MAX_CHARACTERS)), "larger");
        refuses(Map.of("a", Collections.nCopies(Opaque.MAX_CHARACTERS, true)), "larger");
    }

    @Test
    void refusesAValueThatContainsItself() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("self", endless);

        refuses(endless, "nested");
    }

    @Test
    void refusesANegativeVersion() {
        assertThatThrownBy(() -> Opaque.of(-1, Map.of())).hasMessageContaining("-1");
    }

    private static void refuses(Map<String, ?> values, String reason) {
        assertThatThrownBy(() -> Opaque.of(0, values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
