package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.LogRequest;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.StartResult;
import dev.hubwright.api.spawn.Status;
import dev.hubwright.api.spawn.StopMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every right of the role that is shipped is needed: without it, something says by its name which one is missing. */
@RequiresEngine(Engine.KUBERNETES)
@Timeout(300)
class RightsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ServerRef ALICE = ServerRef.of("alice");
    private static final String MISSING = "cannot %s resource \"%s\"";

    /** What shows that a right is missing; the rest goes on without it. */
    private final Map<String, Deed> deeds = new TreeMap<>(Map.ofEntries(
            Map.entry("pods create", () -> start(Map.of())),
            Map.entry("pods get", this::poll),
            Map.entry("pods list", this::discover),
            Map.entry("pods watch", () -> startAnyway("pods", "watch")),
            Map.entry("pods delete", this::stop),
            Map.entry("pods/log get", this::log),
            Map.entry("events list", () -> startAnyway("events", "list")),
            Map.entry("events watch", () -> startAnyway("events", "watch")),
            Map.entry("persistentvolumeclaims get", () -> start(Map.of("storage_pvc_ensure", true))),
            Map.entry("persistentvolumeclaims list", () -> start(Map.of("storage_pvc_ensure", true))),
            Map.entry("persistentvolumeclaims create", () -> start(Map.of("storage_pvc_ensure", true))),
            Map.entry("persistentvolumeclaims delete", this::removeUser),
            Map.entry("secrets create", () -> start(Map.of())),
            Map.entry("secrets update", () -> start(Map.of())),
            Map.entry("secrets delete", this::stop),
            Map.entry("services get", () -> start(Map.of("hub_ip_from_service", "hub"))),
            Map.entry("services create", () -> start(Map.of("services_enabled", true)))));

    private Kube kube;

    @BeforeEach
    void open() throws Exception {
        kube = new Kube();
    }

    @AfterEach
    void close() throws Exception {
        if (kube != null) {
            kube.clean();
        }
    }

    private interface Deed {
        /** Returns what is said. */
        String run() throws Exception;
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        JsonNode role = JSON.readTree(Kube.run("-n", kube.namespace, "get", "role", "hub", "-o", "json"));
        Map<String, String> said = new TreeMap<>();
        TreeSet<String> rights = new TreeSet<>();
        for (JsonNode rule : role.get("rules")) {
            String resource = rule.get("resources").get(0).asText();
            for (JsonNode verb : rule.get("verbs")) {
                String right = resource + " " + verb.asText();
                rights.add(right);
                said.put(right, without(role, resource, verb.asText()));
            }
        }

        assertThat(rights).isEqualTo(deeds.keySet());
        said.forEach((right, words) ->
                assertThat(words).as(right).contains(MISSING.formatted(right.split(" ")[1], right.split(" ")[0])));
    }

    private String without(JsonNode role, String resource, String verb) throws Exception {
        JsonNode smaller = role.deepCopy();
        for (Iterator<JsonNode> rules = smaller.get("rules").iterator(); rules.hasNext(); ) {
            JsonNode rule = rules.next();
            ArrayNode verbs = (ArrayNode) rule.get("verbs");
            if (rule.get("resources").get(0).asText().equals(resource)) {
                verbs.removeIf(known -> known.asText().equals(verb));
            }
            if (verbs.isEmpty()) {
                rules.remove();
            }
        }
        Deed deed = deeds.get(resource + " " + verb);
        replace(smaller, resource, verb, "no");
        try {
            return deed == null ? "" : deed.run();
        } finally {
            replace(role, resource, verb, "yes");
            Kube.run("-n", kube.namespace, "delete", "pods", "--all", "--force", "--grace-period=0");
        }
    }

    private void replace(JsonNode role, String resource, String verb, String answer) throws Exception {
        JsonNode fresh = role.deepCopy();
        ((ObjectNode) fresh.get("metadata")).remove("resourceVersion");
        kube.apply(fresh.toString());
        String[] parts = resource.split("/");
        List<String> question = new ArrayList<>(List.of("-n", kube.namespace, "auth", "can-i", verb, parts[0]));
        question.add("--as=system:serviceaccount:" + kube.namespace + ":hub");
        if (parts.length > 1) {
            question.add("--subresource=" + parts[1]);
        }
        Eventually.holds(verb + " " + resource + ": " + answer, Duration.ofSeconds(30), () -> Kube.answer(
                        question.toArray(String[]::new))
                .equals(answer));
    }

    private String start(Map<String, Object> settings) throws Exception {
        try (Spawner spawner = kube.spawner(settings)) {
            Kube.start(spawner, Kube.request(ALICE, Kube.server()));
            return "It starts";
        } catch (ProviderException e) {
            return e.getMessage();
        }
    }

    /** What only tells of changes sooner, or more of them, must not be in the way. */
    private String startAnyway(String resource, String verb) throws Exception {
        String said = start(Map.of());
        return said.equals("It starts") ? MISSING.formatted(verb, resource) + " is no obstacle" : said;
    }

    private String poll() throws Exception {
        return withServer((spawner, state) -> {
            Eventually.holds(
                    "it is unknown",
                    Duration.ofSeconds(60),
                    () -> spawner.poll(ALICE, state) instanceof Status.Unknown);
            return spawner.poll(ALICE, state).toString();
        });
    }

    private String stop() throws Exception {
        return withServer((spawner, state) -> {
            spawner.stop(ALICE, state, StopMode.NOW);
            return "It stops";
        });
    }

    private String log() throws Exception {
        return withServer((spawner, state) -> {
            spawner.logs(ALICE, state, LogRequest.tail(1)).close();
            return "It has a log";
        });
    }

    private String discover() throws Exception {
        try (Spawner spawner = kube.spawner()) {
            return spawner.discover().toString();
        } catch (ProviderException e) {
            return e.getMessage();
        }
    }

    private String removeUser() throws Exception {
        try (Spawner spawner = kube.spawner(Map.of("storage_pvc_ensure", true))) {
            assertThatThrownBy(() -> Kube.start(
                            spawner,
                            Kube.request(ALICE, Kube.server())
                                    .deadline(Instant.now().plusSeconds(4))))
                    .isInstanceOf(ProviderException.class);
            spawner.removeUser("alice");
            return "Nothing is left";
        } catch (ProviderException e) {
            return e.getMessage();
        }
    }

    private interface Use {
        String run(Spawner spawner, Opaque state) throws Exception;
    }

    /** With a server that somebody with all rights has started. */
    private String withServer(Use use) throws Exception {
        try (Spawner able = kube.ableSpawner();
                Spawner spawner = kube.spawner()) {
            StartResult.Running running = Kube.start(able, Kube.request(ALICE, Kube.server()));
            return use.run(spawner, running.state());
        } catch (ProviderException e) {
            return e.getMessage();
        }
    }
}
