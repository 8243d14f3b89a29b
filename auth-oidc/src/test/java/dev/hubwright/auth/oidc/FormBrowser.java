package dev.hubwright.auth.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A browser without scripts, and a person who fills in every form that comes. */
final class FormBrowser {

    private static final int MOST_PAGES = 20;
    private static final Pattern FORM = Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<(?:input|button)\\b[^>]*>", Pattern.DOTALL);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> answers;
    /** By name and path. The JDK's own jar quotes cookies as nobody has since RFC 2965, which Keycloak does not read. */
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** @param answers what to write into fields, by their names */
    FormBrowser(Map<String, String> answers) {
        this.answers = Map.copyOf(answers);
    }

    /** Goes on until it is sent to an address that begins with {@code goal}; empty if it ends on a page without a form. */
    Optional<URI> visit(URI start, String goal) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(start).build();
        for (int i = 0; i < MOST_PAGES; i++) {
            HttpResponse<String> answer = client.send(withCookies(request), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("set-cookie").forEach(this::keep);
            Optional<URI> next = answer.headers().firstValue("location").map(request.uri()::resolve);
            if (next.isPresent() && next.get().toString().startsWith(goal)) {
                return next;
            }
            Optional<HttpRequest> following = next.isPresent()
                    ? Optional.of(HttpRequest.newBuilder(next.get()).build())
                    : filledIn(request.uri(), answer.body());
            if (following.isEmpty()) {
                return Optional.empty();
            }
            request = following.get();
        }
        throw new IOException("Too many pages after " + start.getPath());
    }

    private void keep(String cookie) {
        String[] parts = cookie.split("\\s*;\\s*");
        String path = Stream.of(parts)
                .filter(part -> part.toLowerCase(Locale.ROOT).startsWith("path="))
                .map(part -> part.substring("path=".length()))
                .findFirst()
                .orElse("/");
        cookies.put(parts[0].substring(0, parts[0].indexOf('=')) + " " + path, parts[0]);
    }

    private HttpRequest withCookies(HttpRequest request) {
        String fitting = cookies.entrySet().stream()
                .filter(entry ->
                        request.uri().getPath().startsWith(entry.getKey().split(" ")[1]))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("; "));
        return fitting.isEmpty()
                ? request
                : HttpRequest.newBuilder(request, (name, value) -> true)
                        .header("Cookie", fitting)
                        .build();
    }

    private Optional<HttpRequest> filledIn(URI page, String html) {
        Matcher form = FORM.matcher(html);
        if (!form.find()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher inputs = INPUT.matcher(form.group(2));
        while (inputs.find()) {
            attribute(inputs.group(), "name")
                    .ifPresent(name -> fields.put(
                            name,
                            answers.getOrDefault(
                                    name, attribute(inputs.group(), "value").orElse(""))));
        }
        URI action = attribute(form.group(1), "action").map(page::resolve).orElse(page);
        return Optional.of(HttpRequest.newBuilder(action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Forms.body(fields)))
                .build());
    }

    private static Optional<String> attribute(String tag, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return matcher.find()
                ? Optional.of(matcher.group(1).replace("&amp;", "&").replace("&#x2F;", "/"))
                : Optional.empty();
    }
}
