package dev.hubwright.hub.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the handler for a path. Routes are tried in the order in which they were added.
 *
 * <p>A route is a path such as {@code /hub/api/users/{user}}; {@code {name}} stands for one segment that is not empty,
 * and {@code **} at the end for any rest, also none. A slash at the end of a request's path makes no difference. Add
 * all routes before the first request.
 */
public final class Router implements Handler {

    private final List<Route> routes = new ArrayList<>();

    /** Adds a route. */
    public Router add(String method, String path, Handler handler) {
        routes.add(new Route(method, List.of(path.substring(1).split("/", -1)), handler));
        return this;
    }

    @Override
    public Response handle(Request request) throws Exception {
        boolean otherMethod = false;
        for (Route route : routes) {
            Optional<Map<String, String>> values = route.match(request.segments());
            if (values.isPresent()) {
                if (route.takes(request.method())) {
                    return route.handler.handle(request.withPathValues(values.get()));
                }
                otherMethod = true;
            }
        }
        throw otherMethod
                ? new HttpError(405, "This address does not take " + request.method())
                : new HttpError(404, "There is nothing at this address");
    }

    /** The path of the route that a request would take, with the names of its parts in place of their values. */
    public Optional<String> patternOf(Request request) {
        Optional<Route> any = Optional.empty();
        for (Route route : routes) {
            if (route.match(request.segments()).isPresent()) {
                if (route.takes(request.method())) {
                    return Optional.of(route.path());
                }
                any = any.or(() -> Optional.of(route));
            }
        }
        return any.map(Route::path);
    }

    private record Route(String method, List<String> pattern, Handler handler) {

        /** A HEAD is a GET whose body the listener leaves out. */
        boolean takes(String other) {
            return method.equals(other) || method.equals("*") || method.equals("GET") && other.equals("HEAD");
        }

        String path() {
            return "/" + String.join("/", pattern);
        }

        Optional<Map<String, String>> match(List<String> segments) {
            int last = pattern.size() - 1;
            boolean open = pattern.get(last).equals("**");
            int length = segments.size();
            if (length > 1 && segments.get(length - 1).isEmpty() && !open) {
                length--;
            }
            if (open ? length < last : length != pattern.size()) {
                return Optional.empty();
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < (open ? last : pattern.size()); i++) {
                String expected = pattern.get(i);
                String actual = segments.get(i);
                if (expected.startsWith("{") && !actual.isEmpty()) {
                    values.put(expected.substring(1, expected.length() - 1), actual);
                } else if (!expected.equals(actual)) {
                    return Optional.empty();
                }
            }
            return Optional.of(values);
        }
    }
}
