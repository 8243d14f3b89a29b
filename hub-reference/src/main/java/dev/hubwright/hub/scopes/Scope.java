package dev.hubwright.hub.scopes;

import dev.hubwright.api.spawn.ServerRef;
import java.util.Optional;

/**
 * A permission, and for whom it holds.
 *
 * @param name such as {@code read:users}
 * @param filter for whom; everybody where it is {@link Filter#NONE}
 */
record Scope(String name, Filter filter) {

    /** Reads {@code name} or {@code name!kind=value}. */
    static Optional<Scope> parse(String text) {
        int mark = text.indexOf('!');
        if (mark < 0) {
            return Optional.of(new Scope(text, Filter.NONE));
        }
        return Filter.parse(text.substring(mark + 1)).map(filter -> new Scope(text.substring(0, mark), filter));
    }

    @Override
    public String toString() {
        return name + filter;
    }

    /**
     * For whom a permission holds.
     *
     * @param kind {@code user}, {@code server}, {@code group}, {@code service}; empty for everybody
     * @param value which one; a server as {@code user/name}
     */
    record Filter(String kind, String value) {

        static final Filter NONE = new Filter("", "");

        static Filter user(String name) {
            return new Filter("user", name);
        }

        static Filter server(ServerRef server) {
            return new Filter("server", server.toString());
        }

        static Optional<Filter> parse(String text) {
            int equals = text.indexOf('=');
            // A short form such as "!user" that nobody expanded grants nothing.
            return equals < 1 || equals == text.length() - 1
                    ? Optional.empty()
                    : Optional.of(new Filter(text.substring(0, equals), text.substring(equals + 1)));
        }

        /** Whether everything that {@code other} lets through, this one does too. */
        boolean includes(Filter other) {
            return kind.isEmpty()
                    || equals(other)
                    || kind.equals("user")
                            && other.kind.equals("server")
                            && other.value
                                    .substring(0, other.value.indexOf('/'))
                                    .equals(value);
        }

        @Override
        public String toString() {
            return kind.isEmpty() ? "" : "!" + kind + "=" + value;
        }
    }
}
