package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.spawn.ServerRef;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateTest {

    private static String name(String user, String server, String template) {
        return new Template(new ServerRef(user, server), "quay.io/x/y:1", "jupyter", Escape.DEFAULT).name(template);
    }

    @Test
    void namesAreThoseOfThePeer() {
        assertThat(name("alice", "", "{prefix}-{username}")).isEqualTo("jupyter-alice");
        assertThat(name("Alice.Smith@example.org", "", "{prefix}-{username}"))
                .isEqualTo("jupyter--41lice-2e-53mith-40example-2eorg");
        assertThat(name("alice", "my lab", "{prefix}-{username}--{servername}")).isEqualTo("jupyter-alice--my-20lab");
        assertThat(name("alice", "", "{imagename}-{safe_username}")).isEqualTo("quay.io-x-y-1-alice");
    }

    @Test
    void legacyNamesAreThoseOfThePeerToo() {
        Template template = new Template(ServerRef.of("Alice.Smith-2"), "x", "jupyter", Escape.LEGACY);

        assertThat(template.render("{username}")).isEqualTo("Alice_2ESmith-2");
    }

    @Test
    void differentNamesStayDifferent() {
        List<String> users =
                List.of("a", "A", "a-", "-a", "a--b", "\u0002d", "-", "\n", "ı", "i", "İ", "x".repeat(500));
        Set<String> names = new HashSet<>();
        for (String user : users) {
            for (String server : List.of("", "b", "B", "-b", "lab", "Lab", "LAB")) {
                names.add(name(
                        user, server, server.isEmpty() ? "{prefix}-{username}" : "{prefix}-{username}--{servername}"));
            }
        }

        assertThat(names).hasSize(users.size() * 7);
        assertThat(names).allMatch(name -> name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+") && name.length() <= 200);
    }

    @Test
    void fieldsInValuesAreNotReplacedAgain() {
        assertThat(name("alice", "", "{raw_username}")).isEqualTo("alice");
        assertThat(name("{prefix}", "", "{raw_username}")).isEqualTo("{prefix}");
        assertThat(name("$1\\", "", "{raw_username}")).isEqualTo("$1\\");
    }

    @Test
    void treesAreRenderedAllTheWayDown() {
        Template template = new Template(ServerRef.of("alice"), "x", "jupyter", Escape.DEFAULT);

        assertThat(template.renderTree(Map.of("{username}", List.of("of {username}", 7))))
                .isEqualTo(Map.of("alice", List.of("of alice", 7)));
    }

    @Test
    void rawNamesThatLeadElsewhereAreNotSafeInPaths() {
        for (String user : List.of("..", ".", "-rf", "a:b", "a\\b", "a\0b", "a\nb")) {
            Template template = new Template(ServerRef.of(user), "x", "jupyter", Escape.DEFAULT);

            assertThat(template.isSafeInPath("/srv/{raw_username}")).as(user).isFalse();
            assertThat(template.isSafeInPath("/srv/{username}")).as(user).isTrue();
        }
    }
}
