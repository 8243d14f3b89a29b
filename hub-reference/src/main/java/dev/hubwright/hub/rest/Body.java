package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of a request, field by field. What is not understood must not be passed over, so that every field which
 * the operation does not know is an error, and so is one of another kind. All methods end the request with 400 then.
 */
final class Body {

    private final ObjectNode object;

    private Body(ObjectNode object) {
        this.object = object;
    }

    /** Reads the body, which may be missing, and has these fields at most. */
    static Body of(Request request, String... fields) {
        return new Body(Json.body(request, fields));
    }

    /** Whether the field is there, and not null. */
    boolean has(String field) {
        return object.hasNonNull(field);
    }

    Optional<String> text(String field) {
        return node(field, JsonNode::isTextual, "must be a text").map(JsonNode::asText);
    }

    Optional<Boolean> flag(String field) {
        return node(field, JsonNode::isBoolean, "must be true or false").map(JsonNode::asBoolean);
    }

    Optional<ObjectNode> object(String field) {
        return node(field, JsonNode::isObject, "must be an object").map(ObjectNode.class::cast);
    }

    /** A list of texts, as against none. */
    Optional<List<String>> list(String field) {
        return has(field) ? Optional.of(texts(field)) : Optional.empty();
    }

    /** A list of texts; empty if it is not there. */
    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        node(field, JsonNode::isArray, "must be a list of texts")
                .ifPresent(list -> list.forEach(entry -> {
                    if (!entry.isTextual()) {
                        throw new HttpError(400, field + " must be a list of texts");
                    }
                    texts.add(entry.asText());
                }));
        return texts;
    }

    /** A number, or a text that may be one. */
    Optional<String> number(String field) {
        return node(field, node -> node.isNumber() || node.isTextual(), "must be a number")
                .map(JsonNode::asText);
    }

    private Optional<JsonNode> node(String field, java.util.function.Predicate<JsonNode> right, String message) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode node = object.get(field);
        if (!right.test(node)) {
            throw new HttpError(400, field + " " + message);
        }
        return Optional.of(node);
    }
}
