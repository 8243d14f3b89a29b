package dev.hubwright.hub.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a JSON file into a tree that knows the line of each value. Used once, by one thread. */
final class JsonDocument {

    private static final int MAX_DEPTH = 64;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final String file;
    private final JsonParser parser;

    private JsonDocument(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** The document; empty if the file is not usable at all, which is reported. */
    static Optional<Tree> read(Path file, String text, List<Problem> problems) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonDocument document = new JsonDocument(file.toString(), parser);
            if (parser.nextToken() == null) {
                problems.add(Problem.of(file.toString(), "is empty; the smallest file is {\"JupyterHub\": {}}"));
                return Optional.empty();
            }
            Tree tree = document.value(0);
            if (parser.nextToken() != null) {
                throw document.wrong("has something after its end");
            }
            return Optional.of(tree);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            problems.add(new Problem("is not JSON:", sentence(e), Origin.line(file.toString(), line)));
        } catch (IOException e) {
            problems.add(Problem.of(file.toString(), "is not JSON: " + e.getMessage()));
        }
        return Optional.empty();
    }

    /** Jackson repeats a word that it does not know, which may be a password without quotes. */
    private static String sentence(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        return message.startsWith("Unrecognized token")
                ? "something stands without quotes that is neither a number nor true, false or null"
                : message;
    }

    private Tree value(int depth) throws IOException {
        Origin origin = origin();
        if (depth > MAX_DEPTH) {
            throw wrong("is nested too deeply");
        }
        return new Tree(
                switch (parser.currentToken()) {
                    case START_OBJECT -> map(depth);
                    case START_ARRAY -> list(depth);
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    case VALUE_NULL -> null;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> YamlValues.number(parser.getText());
                    default -> parser.getText();
                },
                origin);
    }

    private Map<String, Tree> map(int depth) throws IOException {
        Map<String, Tree> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Origin origin = origin();
            parser.nextToken();
            entries.put(key, new Tree(value(depth + 1).value(), origin));
        }
        return entries;
    }

    private List<Tree> list(int depth) throws IOException {
        List<Tree> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(depth + 1));
        }
        return elements;
    }

    private JsonProcessingException wrong(String message) {
        return new JsonParseException(parser, message);
    }

    private Origin origin() {
        return Origin.line(file, parser.currentTokenLocation().getLineNr());
    }
}
