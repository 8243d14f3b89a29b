package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says again what was recorded, to another hub, and fails unless the answer has everything that the recorded one had.
 * What the recording calls by a name in braces is learnt from answers, and said where it comes again.
 */
final class Replay {

    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    /** What is another value each time, and not said again. */
    private static final Map<String, String> KINDS = Map.of(
            "time", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z",
            "id", ".+",
            "text", ".+",
            "version", "\\d+\\.\\d+\\.\\d+");

    private final Map<String, String> known = new HashMap<>();

    /** Takes the hub as the program finds it. */
    Replay(URI hub) {
        knowing("hub", hub.toString().replaceFirst("/$", ""));
    }

    Replay knowing(String name, String value) {
        known.put(name, value);
        return this;
    }

    WebClient.Answer send(Recording.Exchange exchange, WebClient client) {
        List<String> headers = new ArrayList<>();
        exchange.headers().forEach((name, value) -> headers.addAll(List.of(name, filled(value))));
        WebClient.Answer answer = client.send(
                exchange.method(), filled(exchange.path()), filled(exchange.body()), headers.toArray(String[]::new));

        String what = exchange.method() + " " + exchange.path() + " by " + exchange.by();
        JsonNode expected = exchange.answer();
        assertThat(answer.status())
                .as("%s: %s", what, answer.body())
                .isEqualTo(expected.path("status").asInt());
        expected.path("headers")
                .properties()
                .forEach(header -> compare(
                        what + " " + header.getKey(),
                        header.getValue().asText(),
                        answer.header(header.getKey()).orElse("")));
        assertThat(answer.location().isPresent())
                .as(what)
                .isEqualTo(expected.path("headers").has("location"));
        if (!expected.path("body").isNull()) {
            compare(what, expected.path("body"), answer.json());
        }
        return answer;
    }

    private String filled(String text) {
        return NAME.matcher(text)
                .replaceAll(name -> Matcher.quoteReplacement(
                        Optional.ofNullable(known.get(name.group(1))).orElse(name.group())));
    }

    /** More may be there than was recorded. */
    private void compare(String what, JsonNode expected, JsonNode actual) {
        assertThat(actual.getNodeType()).as(what + ": " + actual).isEqualTo(expected.getNodeType());
        if (expected.isObject()) {
            expected.properties()
                    .forEach(field ->
                            compare(what + "." + field.getKey(), field.getValue(), actual.path(field.getKey())));
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(what + ": " + actual).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                compare(what + "[" + i + "]", expected.get(i), actual.get(i));
            }
        } else if (what.endsWith(".scope")) {
            // A set of words, as RFC 6749 has it.
            assertThat(actual.asText().split(" "))
                    .as(what)
                    .containsExactlyInAnyOrder(expected.asText().split(" "));
        } else if (expected.isTextual()) {
            compare(what, expected.asText(), actual.asText());
        } else {
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }

    private void compare(String what, String expected, String actual) {
        List<String> learnt = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        Matcher name = NAME.matcher(expected);
        int end = 0;
        while (name.find()) {
            pattern.append(Pattern.quote(expected.substring(end, name.start())));
            end = name.end();
            String value = name.group(1);
            if (KINDS.containsKey(value)) {
                pattern.append("(?:").append(KINDS.get(value)).append(')');
            } else if (known.containsKey(value)) {
                pattern.append(Pattern.quote(known.get(value)));
            } else {
                learnt.add(value);
                pattern.append("([^&]+)");
            }
        }
        Matcher whole = Pattern.compile(pattern + Pattern.quote(expected.substring(end)), Pattern.DOTALL)
                .matcher(actual);
        assertThat(whole.matches())
                .as("%s should be %s, and is %s", what, expected, actual)
                .isTrue();
        for (int i = 0; i < learnt.size(); i++) {
            knowing(learnt.get(i), whole.group(i + 1));
        }
    }
}
