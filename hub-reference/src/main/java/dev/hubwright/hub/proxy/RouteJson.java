package dev.hubwright.hub.proxy;

import dev.hubwright.api.spawn.Routes;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Routes as configurable-http-proxy writes them. */
final class RouteJson {

    private static final String TARGET = "target";
    private static final String LAST_ACTIVITY = "last_activity";
    // Always three digits, as JavaScript has them.
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private RouteJson() {}

    static JsonObject of(Routes.Route route) {
        JsonObject json = new JsonObject()
                .put(TARGET, route.target().toString())
                .put(LAST_ACTIVITY, TIME.format(route.lastActivity()));
        route.data().forEach(json::put);
        return json;
    }

    /** One route of an answer; {@link IllegalArgumentException} if it is none. */
    static Routes.Route read(Map<String, Object> json) {
        Map<String, Object> data = new HashMap<>(json);
        data.values().removeIf(Objects::isNull);
        String target = Objects.toString(data.remove(TARGET), "");
        Object lastActivity = data.remove(LAST_ACTIVITY);
        return new Routes.Route(
                URI.create(target), data, lastActivity == null ? Instant.EPOCH : instant(lastActivity.toString()));
    }

    /** A time with an offset, or without one in UTC; {@link DateTimeException} if it is none. */
    static Instant instant(String text) {
        boolean zoned = text.matches(".*(Z|z|[+-]\\d\\d:?\\d\\d)");
        boolean day = text.matches("\\d{4}-\\d\\d-\\d\\d");
        String whole = day ? text + "T00:00:00" : text;
        return zoned && !day
                ? OffsetDateTime.parse(whole).toInstant()
                : LocalDateTime.parse(whole).toInstant(ZoneOffset.UTC);
    }
}
