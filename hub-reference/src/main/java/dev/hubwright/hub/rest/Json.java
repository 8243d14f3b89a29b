package dev.hubwright.hub.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.hub.store.Texts;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads and writes the API's JSON. */
final class Json {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final byte[] TIME = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static Map<String, Object> plain(ObjectNode node) {
        return MAPPER.convertValue(node, new TypeReference<>() {});
    }

    static JsonNode tree(Object plainValue) {
        return MAPPER.valueToTree(plainValue);
    }

    /** Writes one value. */
    @FunctionalInterface
    interface Writing {

        /** Writes it, and fails only where the generator does. */
        void to(JsonGenerator out) throws IOException;
    }

    static Response ok(JsonNode json) {
        return ok(out -> out.writeTree(json));
    }

    static Response ok(Writing json) {
        return response(200, json);
    }

    static Response response(int status, Writing json) {
        return Response.of(status, "application/json", bytes(json));
    }

    static byte[] bytes(Writing json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
            json.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("Something could not be written as JSON", e);
        }
        return bytes.toByteArray();
    }

    static void write(JsonGenerator out, String name, Collection<String> texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    static void write(JsonGenerator out, String name, Optional<String> text) throws IOException {
        out.writeFieldName(name);
        out.writeString(text.orElse(null));
    }

    /** The body as an object; an empty body is an empty object, as clients send it. */
    static ObjectNode body(Request request) {
        String text = request.text();
        if (text.isBlank()) {
            return object();
        }
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                refuseWhatCannotBeKept(object);
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new HttpError(400, "The body is not JSON: " + e.getOriginalMessage());
        }
        throw new HttpError(400, "The body must be a JSON object");
    }

    /** No name, note or option may have in it what databases do not give back as it was. */
    private static void refuseWhatCannotBeKept(JsonNode node) {
        boolean kept = node.isTextual()
                ? Texts.isExact(node.textValue())
                : node.properties().stream().allMatch(field -> Texts.isExact(field.getKey()));
        if (!kept) {
            throw new HttpError(400, "A text in the body has a NUL or half a surrogate pair in it");
        }
        node.forEach(Json::refuseWhatCannotBeKept);
    }

    /** The same, which has these fields at most. */
    static ObjectNode body(Request request, String... fields) {
        ObjectNode body = body(request);
        List<String> known = List.of(fields);
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new HttpError(400, "\"" + name + "\" is not understood; there are " + String.join(", ", known));
            }
        });
        return body;
    }

    static String time(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        if (utc.getYear() < 1000 || utc.getYear() > 9999) {
            return MICROSECONDS.format(time);
        }
        // The same for nearly all, in a tenth of the time, of which a list of many people consists otherwise.
        byte[] text = TIME.clone();
        digits(text, 4, utc.getYear());
        digits(text, 7, utc.getMonthValue());
        digits(text, 10, utc.getDayOfMonth());
        digits(text, 13, utc.getHour());
        digits(text, 16, utc.getMinute());
        digits(text, 19, utc.getSecond());
        digits(text, 26, time.getNano() / 1000);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Puts a number before {@code end}, in place of as many zeros as it has digits. */
    private static void digits(byte[] text, int end, int number) {
        int place = end;
        for (int rest = number; rest > 0; rest /= 10) {
            place--;
            text[place] = (byte) ('0' + rest % 10);
        }
    }

    static void put(ObjectNode node, String name, Optional<Instant> time) {
        time.ifPresentOrElse(value -> node.put(name, time(value)), () -> node.putNull(name));
    }

    /**
     * Reads a time; one without a zone is in UTC.
     *
     * @throws HttpError 400 if it is none
     */
    static Instant time(JsonNode node, String name) {
        String text = node.asText("");
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException withZone) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                throw new HttpError(400, name + " must be a time such as 2026-01-31T23:59:59Z");
            }
        }
    }
}
