package dev.hubwright.api.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SafeNamesTest {

    private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "A",
            "B",
            "1",
            "-",
            "--",
            ".",
            "_",
            "@",
            " ",
            "\0",
            "\n",
            "é",
            "ı",
            "İ",
            "K",
            "ß",
            "а",
            "ա",
            "中",
            "\ud83d\ude00",
            "\ud800",
            "\udc00",
            "?",
            "%2F",
            "..",
            "xn--",
            "alice",
            "admin");

    @Test
    void safeNamesStayAsTheyAre() {
        assertThat(SafeNames.ofUser("alice")).isEqualTo("alice");
        assertThat(SafeNames.ofUser("j-doe2")).isEqualTo("j-doe2");
        assertThat(SafeNames.of(new ServerRef("alice", "lab"))).isEqualTo("alice--lab");
    }

    @Test
    void namesThatStayStayAgain() {
        for (String user : List.of("alice", "a", "0", "a-b-c", "x".repeat(63))) {
            assertThat(SafeNames.ofUser(SafeNames.ofUser(user))).isEqualTo(user);
        }
    }

    @Test
    void otherNamesKeepWhatCanBeRead() {
        assertThat(SafeNames.ofUser("Alice.Smith@example.org"))
                .matches("alice-smith-example-org--[a-z2-7]{26}")
                .isEqualTo(SafeNames.ofUser("Alice.Smith@example.org"));
        assertThat(SafeNames.ofUser("中文")).matches("x--[a-z2-7]{26}");
        assertThat(SafeNames.ofUser("TITI")).startsWith("titi--");
    }

    @Test
    void userAndServerCannotBeTakenForOneAnother() {
        assertThat(List.of(
                        SafeNames.of(new ServerRef("a", "b-c")),
                        SafeNames.of(new ServerRef("a-b", "c")),
                        SafeNames.of(new ServerRef("a--b", "c")),
                        SafeNames.of(new ServerRef("a", "b--c")),
                        SafeNames.ofUser("a--b-c"),
                        SafeNames.ofUser("a-b-c")))
                .doesNotHaveDuplicates();
    }

    @Test
    void nobodyCanNameAServerLikeSomebodyElsesHash() {
        String victim = SafeNames.ofUser("Alice");
        String hash = victim.substring(victim.indexOf("--") + 2);

        assertThat(SafeNames.of(new ServerRef("alice", hash))).isNotEqualTo(victim);
        assertThat(SafeNames.ofUser(victim)).isNotEqualTo(victim);
    }

    @Test
    void keepsToAShorterLimit() {
        assertThat(SafeNames.of(ServerRef.of("x".repeat(33)), 32)).hasSize(32).matches("x{4}--[a-z2-7]{26}");
        assertThatThrownBy(() -> SafeNames.of(ServerRef.of("alice"), 31))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit = 31");
    }

    @Test
    void hostileNamesAreValidAndNeverCollide() {
        Random random = new Random(20261122);
        Map<String, ServerRef> seen = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            ServerRef server = new ServerRef(hostile(random, 1), random.nextBoolean() ? "" : hostile(random, 0));
            String name = SafeNames.of(server);
            assertThat(VALID.matcher(name).matches()).as(name).isTrue();
            ServerRef other = seen.put(name, server);
            assertThat(other == null || other.equals(server))
                    .as("%s and %s", other, server)
                    .isTrue();
        }
    }

    private static String hostile(Random random, int atLeast) {
        if (random.nextInt(50) == 0) {
            return PIECES.get(random.nextInt(PIECES.size())).repeat(300);
        }
        StringBuilder name = new StringBuilder();
        int pieces = atLeast + random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            name.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return name.toString();
    }
}
