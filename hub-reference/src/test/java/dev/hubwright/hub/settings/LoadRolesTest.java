package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.RawSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code load_roles} and {@code custom_scopes}. */
class LoadRolesTest {

    private RawSettings raw = RawSettings.empty();

    @Test
    void readsRoles() {
        write(
                "load_roles",
                List.of(
                        Map.of(
                                "name", "idle-culler",
                                "description", "Stops what nobody uses",
                                "scopes", List.of("list:users", "read:servers", "delete:servers!group=class"),
                                "services", List.of("culler"),
                                "groups", List.of("staff"),
                                "users", List.of("alice")),
                        Map.of("name", "server", "scopes", List.of("inherit"))));

        assertThat(resolve().roles()).hasSize(2).first().satisfies(role -> {
            assertThat(role.name()).isEqualTo("idle-culler");
            assertThat(role.scopes()).contains("delete:servers!group=class");
            assertThat(role.services()).containsExactly("culler");
            assertThat(role.groups()).containsExactly("staff");
            assertThat(role.users()).containsExactly("alice");
        });
    }

    @Test
    void keepsTheScopesOfAStandardRoleThatIsOnlyGiven() {
        write("load_roles", List.of(Map.of("name", "admin", "users", List.of("root"))));

        assertThat(resolve().roles()).singleElement().satisfies(role -> assertThat(role.scopes())
                .contains("admin:users", "shutdown"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Ab | read:users | 3 to 255
                    abc | read:user | did you mean read:users?
                    abc | custom:x:y | custom_scopes
                    abc | read:users!planet=mars | after "!"
                    abc | read:users!group | after "!"
                    abc | servers!server=alice | owner/name
                    admin | read:users | cannot be changed
                    """)
    void saysWhatIsWrongWithARole(String name, String scope, String message) {
        write("load_roles", List.of(Map.of("name", name, "scopes", List.of(scope))));

        assertThat(problems()).singleElement().asString().contains("JupyterHub.load_roles[" + name, message);
    }

    @Test
    void reportsEverythingAtOnce() {
        write(
                "load_roles",
                List.of(
                        Map.of("name", "one", "scope", List.of("read:users")),
                        Map.of("name", "one"),
                        Map.of("name", "two", "tokens", List.of("x")),
                        Map.of("name", "three", "users", "alice"),
                        "four"));

        assertThat(problems())
                .hasSize(5)
                .anyMatch(problem -> problem.contains("[one].scope") && problem.contains("did you mean scopes?"))
                .anyMatch(problem -> problem.contains("is there twice"))
                .anyMatch(problem -> problem.contains("[two].tokens"))
                .anyMatch(problem -> problem.contains("[three].users") && problem.contains("a list of names"))
                .anyMatch(problem -> problem.contains("load_roles[4]"));
    }

    @Test
    void readsScopesOfOnesOwn() {
        write(
                "custom_scopes",
                Map.of(
                        "custom:grades:write",
                        Map.of("description", "Change grades", "subscopes", List.of("custom:grades:read")),
                        "custom:grades:read",
                        Map.of("description", "See grades")));
        write("load_roles", List.of(Map.of("name", "teacher", "scopes", List.of("custom:grades:write"))));

        assertThat(resolve().scopes().isKnown("custom:grades:read")).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAScope() {
        write(
                "custom_scopes",
                Map.of(
                        "grades", Map.of("description", "See grades"),
                        "custom:grades:x", Map.of("descriptoin", "See grades"),
                        "custom:grades:y", Map.of("description", "Y", "subscopes", List.of("read:users"))));

        assertThat(problems())
                .hasSize(3)
                .anyMatch(problem -> problem.contains("[grades]") && problem.contains("begin with"))
                .anyMatch(problem -> problem.contains("[custom:grades:x]") && problem.contains("description"))
                .anyMatch(problem -> problem.contains("[custom:grades:y].subscopes"));
    }

    private void write(String key, Object value) {
        raw = raw.with("JupyterHub", key, value, Origin.line("hub.yaml", 1));
    }

    private HubConfiguration resolve() {
        return HubConfiguration.resolve(raw, FakeFactories.AUTHENTICATORS, FakeFactories.SPAWNERS, Map.of());
    }

    private List<String> problems() {
        InvalidSettings thrown = catchThrowableOfType(InvalidSettings.class, this::resolve);
        return thrown.problems().stream().map(Problem::toString).toList();
    }
}
