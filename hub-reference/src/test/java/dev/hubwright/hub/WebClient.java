package dev.hubwright.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One browser, as far as the protocol goes: keeps cookies, and follows nothing by itself. */
final class WebClient {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI hub;
    private final boolean ours;
    private final Map<String, Cookie> cookies = new LinkedHashMap<>();

    /** One that has never been at this hub, and holds its API to what we have written down of it. */
    WebClient(URI hub) {
        this(hub, true);
    }

    private WebClient(URI hub, boolean ours) {
        this.hub = hub;
        this.ours = ours;
    }

    /** One for a hub that is not ours. */
    static WebClient ofJupyterHub(URI hub) {
        return new WebClient(hub, false);
    }

    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /** Sends a form with the token of the hub's pages, as a page would. */
    Answer post(String path, Map<String, String> fields, String... headers) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_xsrf", xsrf());
        return postAsIs(path, all, headers);
    }

    Answer postAsIs(String path, Map<String, String> fields, String... headers) {
        String form = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send("POST", path, form, with(headers, "Content-Type", "application/x-www-form-urlencoded"));
    }

    Answer json(String method, String path, String body, String... headers) {
        return send(method, path, body, with(headers, "Content-Type", "application/json"));
    }

    Answer send(String method, String path, String body, String... headers) {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        String line = cookiesFor(path);
        if (!line.isEmpty()) {
            request.header("Cookie", line);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("set-cookie").forEach(this::keep);
            if (ours) {
                ApiContract.check(method, path, response);
            }
            return new Answer(response);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Logs in, and goes nowhere afterwards. */
    Answer logIn(String user) {
        return logIn(user, "/hub/login");
    }

    Answer logIn(String user, String page) {
        get(page);
        return post(page, Map.of("username", user, "password", RunningHub.PASSWORD));
    }

    /** Follows redirects, at most ten, to the first answer that is none. */
    Answer follow(Answer first) {
        Answer answer = first;
        for (int i = 0; i < 10 && answer.location().isPresent(); i++) {
            answer = get(answer.location().get());
        }
        return answer;
    }

    Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name)).map(Cookie::value);
    }

    Set<String> cookieNames() {
        return Set.copyOf(cookies.keySet());
    }

    void setCookie(String name, String value, String path) {
        cookies.put(name, new Cookie(value, path));
    }

    String xsrf() {
        return cookie("_xsrf").orElse("");
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + json, e);
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String cookiesFor(String path) {
        return cookies.entrySet().stream()
                .filter(cookie -> path.startsWith(cookie.getValue().path()))
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue().value())
                .collect(Collectors.joining("; "));
    }

    private void keep(String header) {
        String[] parts = header.split(";");
        String[] pair = parts[0].split("=", 2);
        String path = "/";
        boolean gone = pair[1].isEmpty();
        for (String part : parts) {
            String[] attribute = part.strip().split("=", 2);
            if (attribute[0].equalsIgnoreCase("path")) {
                path = attribute[1];
            }
            gone |= part.strip().equalsIgnoreCase("max-age=0");
        }
        if (gone) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], new Cookie(pair[1], path));
        }
    }

    private static String[] with(String[] headers, String... more) {
        String[] all = new String[headers.length + more.length];
        System.arraycopy(headers, 0, all, 0, headers.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }

    private record Cookie(String value, String path) {}

    /** What the hub said. */
    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        List<String> setCookies() {
            return response.headers().allValues("set-cookie");
        }

        Optional<String> location() {
            return header("location");
        }

        /** A parameter of the address that the browser is sent to. */
        Optional<String> sent(String parameter) {
            return location().map(URI::create).map(URI::getRawQuery).stream()
                    .flatMap(query -> List.of(query.split("&")).stream())
                    .filter(pair -> pair.startsWith(parameter + "="))
                    .map(pair -> pair.substring(parameter.length() + 1))
                    .findFirst();
        }

        JsonNode json() {
            return parse(body());
        }
    }
}
