package dev.hubwright.hub.settings;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Nearest;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads entries of {@code JupyterHub.services}; what is wrong names the service and the field. */
public final class ServiceReader {

    private static final Set<String> FIELDS = Set.of(
            "name",
            "admin",
            "url",
            "command",
            "environment",
            "api_token",
            "cwd",
            "user",
            "info",
            "display",
            "oauth_client_id",
            "oauth_no_confirm",
            "oauth_redirect_uri",
            "oauth_client_allowed_scopes");
    private static final int SHORTEST_TOKEN = 8;

    private final Map<?, ?> entries;
    private final String name;
    private final Origin origin;
    private final List<Problem> problems;

    private ServiceReader(Map<?, ?> entries, String name, Origin origin, List<Problem> problems) {
        this.entries = entries;
        this.name = name;
        this.origin = origin;
        this.problems = problems;
    }

    /** Reads all of them; what is wrong is added to {@code problems}, and that service left out or incomplete. */
    static List<ServiceDefinition> readAll(Object value, Origin origin, List<Problem> problems) {
        Map<String, ServiceDefinition> all = new LinkedHashMap<>();
        if (!(value instanceof List<?> list)) {
            problems.add(new Problem("JupyterHub.services", "must be a list of services, each a map", origin));
            return List.of();
        }
        for (int i = 0; i < list.size(); i++) {
            Object name = list.get(i) instanceof Map<?, ?> map ? map.get("name") : null;
            if (!(name instanceof String text) || !isName(text)) {
                problems.add(new Problem(
                        "JupyterHub.services[" + i + "].name",
                        "must be a text without \"/\", spaces at its ends and control characters, such as name: grader",
                        origin));
            } else if (all.containsKey(text)) {
                problems.add(
                        new Problem("JupyterHub.services[" + text + "].name", "is there twice; rename one", origin));
            } else {
                all.put(text, new ServiceReader((Map<?, ?>) list.get(i), text, origin, problems).read());
            }
        }
        return List.copyOf(all.values());
    }

    /**
     * Reads one of which the name is known.
     *
     * @param entries the fields beside the name
     * @throws InvalidSettings with everything that is wrong
     */
    public static ServiceDefinition read(String name, Map<String, ?> entries) {
        List<Problem> problems = new ArrayList<>();
        ServiceDefinition service = new ServiceReader(entries, name, Origin.CODE, problems).read();
        InvalidSettings.throwIfAny(problems);
        return service;
    }

    /** Whether a service may be called so. */
    public static boolean isName(String text) {
        return !text.isBlank()
                && text.strip().equals(text)
                && !text.equals(".")
                && !text.equals("..")
                && text.length() <= 255
                && text.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
    }

    private ServiceDefinition read() {
        entries.keySet().forEach(this::checkField);
        List<String> command = texts("command");
        Optional<URI> url = url();
        if (command.isEmpty()) {
            for (String field : List.of("cwd", "user")) {
                if (isWritten(field)) {
                    wrong(field, "is for services with a command; the hub does not start this one");
                }
            }
        }
        ServiceDefinition.Builder service = ServiceDefinition.builder(name)
                .admin(flag("admin", false))
                .command(command)
                .environment(environment())
                .info(info())
                .display(flag("display", true))
                .oauthNoConfirm(flag("oauth_no_confirm", false))
                .oauthClientAllowedScopes(texts("oauth_client_allowed_scopes"));
        url.ifPresent(service::url);
        token().ifPresent(service::apiToken);
        text("cwd").map(Path::of).ifPresent(service::cwd);
        text("user").ifPresent(service::user);
        clientId().ifPresent(service::oauthClientId);
        redirectUri().ifPresent(service::oauthRedirectUri);
        return service.build();
    }

    private void checkField(Object key) {
        String field = String.valueOf(key);
        if (field.equals("oauth_roles")) {
            wrong(field, "is not supported; write oauth_client_allowed_scopes");
        } else if (!FIELDS.contains(field)) {
            wrong(
                    field,
                    "is not known"
                            + Nearest.to(field, FIELDS)
                                    .map(nearest -> "; did you mean " + nearest + "?")
                                    .orElse("; there are "
                                            + String.join(
                                                    ", ",
                                                    FIELDS.stream().sorted().toList())));
        }
    }

    private Optional<URI> url() {
        return value("url", "an address without a path, such as http://127.0.0.1:8181", value -> {
            URI url = uri(value);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean origin = url.getRawPath().isEmpty() || url.getRawPath().equals("/");
            if (!web
                    || url.getHost() == null
                    || !origin
                    || url.getRawUserInfo() != null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null) {
                throw new IllegalArgumentException();
            }
            return url;
        });
    }

    private Optional<String> redirectUri() {
        return value(
                "oauth_redirect_uri", "a path, or an address such as https://grader.example.org/callback", value -> {
                    URI uri = uri(value);
                    boolean web = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                            && uri.getHost() != null;
                    boolean path = uri.getScheme() == null
                            && uri.getRawAuthority() == null
                            && plain(value).startsWith("/");
                    if ((!web && !path) || uri.getRawFragment() != null) {
                        throw new IllegalArgumentException();
                    }
                    return plain(value);
                });
    }

    private Optional<String> clientId() {
        return value("oauth_client_id", "a text that begins with \"service-\"", value -> {
            if (!plain(value).matches("service-[!-~]+")) {
                throw new IllegalArgumentException();
            }
            return plain(value);
        });
    }

    private Optional<Secret> token() {
        return value(
                "api_token",
                "a text of at least " + SHORTEST_TOKEN + " characters, as \"openssl rand -hex 32\" prints",
                value -> {
                    String token = value instanceof Secret secret ? secret.reveal() : plain(value);
                    if (token.length() < SHORTEST_TOKEN || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                        throw new IllegalArgumentException();
                    }
                    return Secret.of(token);
                });
    }

    private Map<String, String> environment() {
        return value("environment", "a map of names to texts", value -> {
                    Map<String, String> variables = new LinkedHashMap<>();
                    ((Map<?, ?>) value).forEach((key, text) -> {
                        if (!plain(key).matches("[^=\\x00]+")) {
                            throw new IllegalArgumentException();
                        }
                        variables.put(plain(key), text instanceof Secret secret ? secret.reveal() : scalar(text));
                    });
                    return variables;
                })
                .orElse(Map.of());
    }

    private Map<String, Object> info() {
        return value("info", "a map", value -> {
                    Map<String, Object> info = new LinkedHashMap<>();
                    ((Map<?, ?>) value).forEach((key, entry) -> info.put(plain(key), entry));
                    return info;
                })
                .orElse(Map.of());
    }

    private List<String> texts(String field) {
        return value(field, "a list of texts", value -> {
                    List<String> texts = new ArrayList<>();
                    List<?> list = value instanceof String ? List.of(value) : (List<?>) value;
                    list.forEach(text -> texts.add(scalar(text)));
                    return List.copyOf(texts);
                })
                .orElse(List.of());
    }

    private Optional<String> text(String field) {
        return value(field, "a text", value -> {
            if (plain(value).isBlank()) {
                throw new IllegalArgumentException();
            }
            return plain(value);
        });
    }

    private boolean flag(String field, boolean otherwise) {
        return value(field, "true or false", Boolean.class::cast).orElse(otherwise);
    }

    private boolean isWritten(String field) {
        Object value = entries.get(field);
        return value != null && !"".equals(value) && !Map.of().equals(value);
    }

    /** Never with the value: who knows what somebody put there. */
    private <T> Optional<T> value(String field, String expectation, Function<Object, T> reader) {
        if (!isWritten(field)) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(entries.get(field)));
        } catch (IllegalArgumentException | ClassCastException e) {
            wrong(field, "must be " + expectation);
            return Optional.empty();
        }
    }

    private void wrong(String field, String message) {
        problems.add(new Problem("JupyterHub.services[" + name + "]." + field, message, origin));
    }

    private static URI uri(Object value) {
        try {
            return new URI(plain(value));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String plain(Object value) {
        return (String) value;
    }

    private static String scalar(Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException();
    }
}
