package dev.hubwright.hub.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.spawn.AuthStates;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OffersTest {

    private static final ServerRef SERVER = ServerRef.of("ada");

    private final Map<String, Object> written = new HashMap<>();

    @Test
    void givesMembersOfGroupsTheirSettingsInTheOrderOfNames() throws ProviderException {
        written.put("mem_limit", "1G");
        written.put("environment", Map.of("LANG", "C", "TERM", "dumb"));
        Map<String, Object> variables = new HashMap<>(Map.of("LANG", "de"));
        variables.put("TERM", null);
        written.put(
                "group_overrides",
                Map.of(
                        "20-gpu", override(List.of("gpu"), Map.of("mem_limit", "8G")),
                        "10-course",
                                override(
                                        List.of("course", "tutors"),
                                        Map.of("mem_limit", "2G", "environment", variables))));

        Settings outsider = settings(Set.of());
        Settings student = settings(Set.of("course"));
        Settings both = settings(Set.of("gpu", "tutors"));

        assertThat(outsider.get(SpawnerSettings.MEM_LIMIT)).isEqualTo(1L << 30);
        assertThat(student.get(SpawnerSettings.MEM_LIMIT)).isEqualTo(2L << 30);
        assertThat(student.get(SpawnerSettings.ENVIRONMENT)).isEqualTo(Map.of("LANG", "de"));
        assertThat(both.get(SpawnerSettings.MEM_LIMIT)).isEqualTo(8L << 30);
        assertThat(both.get(SpawnerSettings.ENVIRONMENT)).isEqualTo(Map.of("LANG", "de"));
    }

    @Test
    void namesEverythingThatIsWrongBeforeAnybodyStartsAServer() {
        written.put(
                "group_overrides",
                Map.of(
                        "a", override(List.of("gpu"), Map.of("mem_limt", "8G", "cpu_limit", "many")),
                        "b", Map.of("groups", List.of("gpu"))));

        assertThatThrownBy(this::offers)
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(
                        "Spawner.group_overrides.a.spawner_override.mem_limt is not known; did you mean mem_limit?")
                .hasMessageContaining("Spawner.group_overrides.a.spawner_override.cpu_limit")
                .hasMessageContaining("Spawner.group_overrides.b must be a map of groups, a list of names");
    }

    private static Map<String, Object> override(List<String> groups, Map<String, Object> settings) {
        return Map.of("groups", groups, "spawner_override", settings);
    }

    private Settings settings(Set<String> groups) throws ProviderException {
        Identity owner = Identity.of("ada").withGroups(groups);
        return ((ChoiceResult.Applied) offers().offer(SERVER, owner, "default").apply(Opaque.empty())).settings();
    }

    private Offers offers() {
        Settings settings = Settings.read(SpawnerSettings.SCHEMA, RawSettings.of(Map.of("Spawner", written)), Map.of());
        return new Offers(
                Map.of("default", unused(Spawner.class)), Map.of("default", settings), unused(AuthStates.class));
    }

    /** Nothing of it is called but what it inherits. */
    private static <T> T unused(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, InvocationHandler::invokeDefault));
    }
}
