package dev.hubwright.hub.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.Subject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Values as JSON in ASCII: any text comes back exactly, and any database keeps it. */
final class Json {

    private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNameLength(Opaque.MAX_CHARACTERS)
                            .build())
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            // Not-a-number as a text would come back as a text.
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private Json() {}

    static String of(Opaque opaque) {
        return write(tree(opaque));
    }

    static Opaque opaque(String json) {
        return opaque(read(json, TREE));
    }

    static String of(Map<String, Opaque> opaques) {
        Map<String, Object> tree = new TreeMap<>();
        opaques.forEach((name, opaque) -> tree.put(name, tree(opaque)));
        return write(tree);
    }

    static Map<String, Opaque> opaques(String json) {
        Map<String, Opaque> opaques = new LinkedHashMap<>();
        read(json, TREE).forEach((name, tree) -> opaques.put(name, opaque((Map<?, ?>) tree)));
        return opaques;
    }

    static Map<String, Object> tree(Opaque opaque) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", opaque.version());
        tree.put("values", opaque.values());
        return tree;
    }

    static Opaque opaque(Map<?, ?> tree) {
        Map<String, Object> values = new LinkedHashMap<>();
        ((Map<?, ?>) tree.get("values")).forEach((name, value) -> values.put((String) name, value));
        return Opaque.of((Integer) tree.get("version"), values);
    }

    static String of(Set<String> texts) {
        return write(new TreeSet<>(texts));
    }

    /** Those that a database can have at all, for {@link Database#members}. */
    static String array(Collection<String> texts) {
        return write(texts.stream().filter(Texts::isExact).toList());
    }

    static Set<String> texts(String json) {
        return Set.copyOf(read(json, TEXTS));
    }

    static String of(Identity identity) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", identity.name());
        identity.subject().ifPresent(subject -> {
            tree.put("issuer", subject.issuer());
            tree.put("id", subject.id());
        });
        identity.groups().ifPresent(groups -> tree.put("groups", new TreeSet<>(groups)));
        identity.admin().ifPresent(admin -> tree.put("admin", admin));
        identity.displayName().ifPresent(name -> tree.put("displayName", name));
        if (!identity.allowedBy().isEmpty()) {
            tree.put("allowedBy", new TreeSet<>(identity.allowedBy()));
        }
        return write(tree);
    }

    static Identity identity(String json) {
        Map<String, Object> tree = read(json, TREE);
        Identity identity = Identity.of((String) tree.get("name"));
        if (tree.get("issuer") instanceof String issuer && tree.get("id") instanceof String id) {
            identity = identity.withSubject(new Subject(issuer, id));
        }
        if (tree.get("groups") instanceof List<?> groups) {
            identity =
                    identity.withGroups(groups.stream().map(String.class::cast).collect(Collectors.toSet()));
        }
        if (tree.get("admin") instanceof Boolean admin) {
            identity = identity.withAdmin(admin);
        }
        if (tree.get("allowedBy") instanceof List<?> rules) {
            for (Object rule : rules) {
                identity = identity.withAllowedBy((String) rule);
            }
        }
        return tree.get("displayName") instanceof String name ? identity.withDisplayName(name) : identity;
    }

    static Map<String, Object> tree(String json) {
        return read(json, TREE);
    }

    static String write(Object tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Plain values could not be written as JSON", e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            // Not the cause: its message quotes the value, which may be somebody's token.
            throw new IllegalStateException("The database holds JSON that cannot be read, at " + e.getLocation());
        }
    }
}
