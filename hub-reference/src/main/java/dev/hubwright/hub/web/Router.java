package dev.hubwright.hub.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

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
        routes.add(new Route(method, path, handler));
        return this;
    }

    @Override
    public Response handle(Request request) throws Exception {
        boolean otherMethod = false;
        for (Route route : routes) {
            if (route.matches(request.segments())) {
                if (route.takes(request.method())) {
                    return route.handler.handle(request.withPathValues(route.values(request.segments())));
                }
                otherMethod = true;
            }
        }
        throw otherMethod
                ? new HttpError(405, "This address does not take " + request.method())
                : new HttpError(404, "There is nothing at this address");
    }

    /** The methods that the address of a request takes, in alphabetical order; those of routes for all do not count. */
    public SortedSet<String> methodsAt(Request request) {
        SortedSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (!route.open && route.matches(request.segments())) {
                methods.add(route.method);
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    /** The path of the route that a request would take, with the names of its parts in place of their values. */
    public Optional<String> patternOf(Request request) {
        String any = null;
        for (Route route : routes) {
            if (route.matches(request.segments())) {
                if (route.takes(request.method())) {
                    return Optional.of(route.path);
                }
                any = any == null ? route.path : any;
            }
        }
        return Optional.ofNullable(any);
    }

    private static final class Route {

        private final String method;
        private final List<String> pattern;
        private final String path;
        private final boolean open;
        private final int fixed;
        private final Handler handler;

        Route(String method, String path, Handler handler) {
            this.method = method;
            this.pattern = List.of(path.substring(1).split("/", -1));
            this.path = path;
            this.open = pattern.get(pattern.size() - 1).equals("**");
            this.fixed = open ? pattern.size() - 1 : pattern.size();
            this.handler = handler;
        }

        /** A HEAD is a GET whose body the listener leaves out. */
        boolean takes(String other) {
            return method.equals(other) || method.equals("*") || method.equals("GET") && other.equals("HEAD");
        }

        boolean matches(List<String> segments) {
            int length = segments.size();
            if (length > 1 && segments.get(length - 1).isEmpty() && !open) {
                length--;
            }
            if (open ? length < fixed : length != fixed) {
                return false;
            }
            // From the end, because routes begin alike.
            for (int i = fixed - 1; i >= 0; i--) {
                String actual = segments.get(i);
                if (isName(i) ? actual.isEmpty() : !pattern.get(i).equals(actual)) {
                    return false;
                }
            }
            return true;
        }

        private boolean isName(int place) {
            return pattern.get(place).startsWith("{");
        }

        Map<String, String> values(List<String> segments) {
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < fixed; i++) {
                if (isName(i)) {
                    String name = pattern.get(i);
                    values.put(name.substring(1, name.length() - 1), segments.get(i));
                }
            }
            return values;
        }
    }
}
