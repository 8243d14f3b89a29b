package dev.hubwright.spawner.k8s;

import dev.hubwright.api.spawn.ServerEnvironment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment of one server: what must not be seen goes to a secret, all else into the pod. Kubernetes itself
 * replaces {@code $(NAME)} in values, which is for the operator's own variables and never for what the hub tells.
 */
final class EnvironmentVariables {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([^)]+)\\)");

    private final Map<String, String> secrets = new TreeMap<>();
    private final Map<String, Map<String, Object>> variables = new LinkedHashMap<>();
    private final String secretName;

    EnvironmentVariables(StartPlan plan, ServerEnvironment environment, Map<String, String> kept) {
        K8sConfig config = plan.config();
        this.secretName = plan.secretName();
        kept.forEach((name, value) -> put(name, literal(value)));
        Map<String, String> all = environment.boundTo(config.get(K8sSettings.IP), config.port());
        all.forEach((name, value) -> {
            if (environment.secretNames().contains(name)) {
                secrets.put(name, value);
                variables.put(name, variable(name, "valueFrom", Map.of("secretKeyRef", keyRef(name))));
            } else {
                put(name, literal(value));
            }
        });
        put("JUPYTER_IMAGE_SPEC", config.image());
        put("JUPYTER_IMAGE", config.image());
        Trees.map(plan.template().renderTree(config.get(K8sSettings.ENVIRONMENT)))
                .forEach(this::putWritten);
    }

    /** A text that Kubernetes leaves as it is. */
    static String literal(String text) {
        return text.replace("$(", "$$(");
    }

    private void put(String name, String value) {
        secrets.remove(name);
        variables.put(name, variable(name, "value", value));
    }

    private void putWritten(String key, Object value) {
        if (value instanceof Map<?, ?> object) {
            Map<String, Object> variable = Trees.map(object);
            variable.putIfAbsent("name", key);
            secrets.remove(variable.get("name").toString());
            variables.put(variable.get("name").toString(), variable);
        } else if (value != null) {
            put(key, value.toString());
        }
    }

    private static Map<String, Object> variable(String name, String field, Object value) {
        Map<String, Object> variable = new LinkedHashMap<>();
        variable.put("name", name);
        variable.put(field, value);
        return variable;
    }

    private Map<String, Object> keyRef(String name) {
        return Map.of("name", secretName, "key", name);
    }

    /** What belongs into the secret. */
    Map<String, String> inSecret() {
        return secrets;
    }

    /** What belongs into the pod: by name, but nothing before what it refers to. */
    List<Map<String, Object>> inPod() {
        Map<String, Map<String, Object>> left = new TreeMap<>(variables);
        Map<String, Map<String, Object>> sorted = new LinkedHashMap<>();
        while (!left.isEmpty()) {
            List<String> ready = left.keySet().stream()
                    .filter(name -> sorted.keySet().containsAll(references(left.get(name))))
                    .toList();
            List<String> next = ready.isEmpty() ? List.copyOf(left.keySet()) : ready;
            next.forEach(name -> sorted.put(name, left.remove(name)));
        }
        return new ArrayList<>(sorted.values());
    }

    /** Those that exist and are not itself. */
    private Set<String> references(Map<String, Object> variable) {
        Set<String> names = new TreeSet<>();
        if (variable.get("value") instanceof String value) {
            Matcher reference = REFERENCE.matcher(value);
            while (reference.find()) {
                names.add(reference.group(1));
            }
        }
        names.remove(variable.get("name").toString());
        names.retainAll(variables.keySet());
        return names;
    }
}
