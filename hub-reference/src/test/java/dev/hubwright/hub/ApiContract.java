package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The document of the REST API, to which every answer of it has to keep. */
final class ApiContract {

    private static final String PREFIX = "/hub/api";
    private static final String ID = "https://hubwright.dev/openapi";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = read();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(ID, DOCUMENT.toString()))));
    private static final Map<String, JsonSchema> COMPILED = new ConcurrentHashMap<>();

    private ApiContract() {}

    /** All operations, as method and path. */
    static Set<String> operations() {
        Set<String> all = new HashSet<>();
        for (Map.Entry<String, JsonNode> path : DOCUMENT.path("paths").properties()) {
            path.getValue().fieldNames().forEachRemaining(method -> {
                if (!method.equals("parameters")) {
                    all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
            });
        }
        return all;
    }

    /** Those operations that take a body in JSON. */
    static Set<String> operationsWithBody() {
        return operations().stream()
                .filter(operation -> {
                    String[] words = operation.split(" ");
                    return DOCUMENT.at(pointer("paths", words[1], words[0].toLowerCase(Locale.ROOT)))
                            .has("requestBody");
                })
                .collect(Collectors.toSet());
    }

    /** All statuses of all operations, as method, path and status. */
    static Set<String> statuses() {
        Set<String> all = new HashSet<>();
        for (String operation : operations()) {
            String[] words = operation.split(" ");
            DOCUMENT.at(pointer("paths", words[1], words[0].toLowerCase(Locale.ROOT), "responses"))
                    .fieldNames()
                    .forEachRemaining(status -> all.add(operation + " " + status));
        }
        return all;
    }

    /** Fails if the answer is not one that the document tells of. */
    static void check(String method, String path, HttpResponse<String> answer) {
        String plain = path.split("\\?", 2)[0];
        if (!plain.equals(PREFIX) && !plain.startsWith(PREFIX + "/")) {
            return;
        }
        String operation = plain.substring(PREFIX.length());
        // The default server has no name: shares/ada/ is about it, and shares/ada about all.
        Optional<String> template = template(operation).or(() -> template(operation.replaceFirst("/$", "")));
        String verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        if (template.isEmpty() || !DOCUMENT.at(pointer("paths", template.get())).has(verb)) {
            assertThat(answer.statusCode())
                    .as("%s %s, which is undocumented", method, path)
                    .isIn(404, 405);
            checkBody(List.of("components", "responses", "Error"), answer, method + " " + path);
            return;
        }
        List<String> place = List.of("paths", template.get(), verb, "responses", "" + answer.statusCode());
        JsonNode response = DOCUMENT.at(pointer(place.toArray(String[]::new)));
        assertThat(response.isMissingNode())
                .as("%s %s answered %s: %s", method, path, answer.statusCode(), answer.body())
                .isFalse();
        if (response.has("$ref")) {
            place = List.of(response.get("$ref").asText().substring(2).split("/"));
        }
        if (!method.equals("HEAD")) {
            checkBody(place, answer, method + " " + path);
            StatusLedger.OF_THIS_RUN.saw(method + " " + template.get(), answer.statusCode());
        }
    }

    private static void checkBody(List<String> place, HttpResponse<String> answer, String what) {
        String type = answer.headers().firstValue("content-type").orElse("").split(";")[0];
        JsonNode content = DOCUMENT.at(pointer(place.toArray(String[]::new))).path("content");
        if (content.isMissingNode()) {
            assertThat(answer.body()).as(what).isEmpty();
            return;
        }
        assertThat(content.has(type)).as("%s answers %s", what, type).isTrue();
        if (type.endsWith("json")) {
            List<String> schema = new ArrayList<>(place);
            schema.addAll(List.of("content", type, "schema"));
            Set<ValidationMessage> flaws =
                    schema(pointer(schema.toArray(String[]::new))).validate(WebClient.parse(answer.body()));
            assertThat(flaws).as("%s: %s", what, answer.body()).isEmpty();
        }
    }

    private static JsonSchema schema(String pointer) {
        return COMPILED.computeIfAbsent(pointer, any -> SCHEMAS.getSchema(SchemaLocation.of(ID + "#" + pointer)));
    }

    /** Paths without parameters count more than those with. */
    private static Optional<String> template(String path) {
        List<String> templates = new ArrayList<>();
        DOCUMENT.path("paths").fieldNames().forEachRemaining(templates::add);
        templates.sort((a, b) -> Boolean.compare(a.contains("{"), b.contains("{")));
        return templates.stream()
                .filter(template -> matches(template.equals("/") ? "" : template, path))
                .findFirst();
    }

    private static boolean matches(String template, String path) {
        String pattern = Pattern.compile("\\{\\w+}|[^{]+")
                .matcher(template)
                .results()
                .map(part -> part.group().equals("{server}")
                        ? "[^/]*"
                        : part.group().startsWith("{") ? "[^/]+" : Pattern.quote(part.group()))
                .collect(Collectors.joining());
        return path.matches(pattern);
    }

    private static String pointer(String... names) {
        StringBuilder pointer = new StringBuilder();
        for (String name : names) {
            pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    private static JsonNode read() {
        try (InputStream stream = ApiContract.class.getResourceAsStream("rest/openapi.yaml")) {
            LoadSettings settings =
                    LoadSettings.builder().setSchema(new CoreSchema()).build();
            return JSON.valueToTree(new Load(settings).loadFromInputStream(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
