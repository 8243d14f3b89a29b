package dev.hubwright.spawner.k8s;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.hubwright.api.Nearest;
import io.fabric8.kubernetes.api.model.AnyType;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields that Kubernetes's objects have. Brings a tree into the words of its API, where Python's client has others
 * ({@code host_path} for {@code hostPath}), and finds fields that no object has.
 */
final class Shape {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<String> unknown = new ArrayList<>();

    /** What was found in {@code tree} that no field of {@code type} is for, with the field that may be meant. */
    static List<String> unknownFields(Object tree, Class<?> type) {
        Shape shape = new Shape();
        shape.of(tree, MAPPER.constructType(type), "");
        return shape.unknown;
    }

    /** The tree in the words of the API; unknown fields stay, for clusters that are newer than this client. */
    static Object of(Object tree, Class<?> type) {
        return new Shape().of(tree, MAPPER.constructType(type), "");
    }

    /**
     * The object that a tree describes.
     *
     * @throws IllegalArgumentException if a value is of the wrong kind
     */
    static <T extends KubernetesResource> T object(Object tree, Class<T> type) {
        return MAPPER.convertValue(of(tree, type), type);
    }

    private Object of(Object tree, JavaType type, String path) {
        if (tree instanceof List<?> list) {
            JavaType element = type.getContentType() == null ? type : type.getContentType();
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                copy.add(of(list.get(i), element, path + "[" + i + "]"));
            }
            return copy;
        }
        if (!(tree instanceof Map<?, ?> map)) {
            return tree;
        }
        return isBean(type) ? fields(map, type, path) : entries(map, type, path);
    }

    /** Keys are the operator's own: labels, selectors, names of resources. */
    private Map<String, Object> entries(Map<?, ?> map, JavaType type, String path) {
        JavaType element = type.getContentType() == null ? MAPPER.constructType(Object.class) : type.getContentType();
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), of(value, element, path + "." + key)));
        return copy;
    }

    private Map<String, Object> fields(Map<?, ?> map, JavaType type, String path) {
        Map<String, JavaType> known = fieldsOf(type);
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String written = String.valueOf(key);
            String field = known.containsKey(written) ? written : camel(written);
            JavaType inner = known.get(field);
            if (inner == null) {
                unknown.add((path + "." + written).replaceFirst("^\\.", "")
                        + Nearest.to(field, known.keySet())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
                copy.put(written, value);
            } else {
                copy.put(field, of(value, inner, path + "." + field));
            }
        });
        return copy;
    }

    private static boolean isBean(JavaType type) {
        Class<?> raw = type.getRawClass();
        return KubernetesResource.class.isAssignableFrom(raw)
                && !raw.isInterface()
                && raw != Quantity.class
                && raw != IntOrString.class
                && raw != AnyType.class;
    }

    private static Map<String, JavaType> fieldsOf(JavaType type) {
        BeanDescription bean = MAPPER.getDeserializationConfig().introspect(type);
        Map<String, JavaType> fields = new TreeMap<>();
        for (BeanPropertyDefinition property : bean.findProperties()) {
            fields.put(property.getName(), property.getPrimaryType());
        }
        return fields;
    }

    private static String camel(String key) {
        StringBuilder word = new StringBuilder();
        for (String part : key.split("_")) {
            if (word.length() == 0) {
                word.append(part);
            } else if (!part.isEmpty()) {
                word.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return switch (word.toString()) {
            case "podIp" -> "podIP";
            case "clusterIp" -> "clusterIP";
            case "hostIp" -> "hostIP";
            case "hostIpc" -> "hostIPC";
            case "hostPid" -> "hostPID";
            default -> word.toString();
        };
    }
}
