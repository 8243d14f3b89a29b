package dev.hubwright.hub.scopes;

import dev.hubwright.api.spawn.ServerRef;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A permission, and for whom it holds.
 *
 * @param name such as {@code read:users}
 * @param filter for whom; everybody where it is {@link Filter#NONE}
 */
record Scope(String name, Filter filter) {

    /** Reads {@code name}, {@code name!kind=value}, or {@code name!kind} as it is meant for {@code holder}. */
    static Optional<Scope> parse(String text, Holder holder) {
        int mark = text.indexOf('!');
        if (mark < 0) {
            return Optional.of(new Scope(text, Filter.NONE));
        }
        return Filter.parse(text.substring(mark + 1), holder).map(filter -> new Scope(text.substring(0, mark), filter));
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

        private static final Set<String> KINDS = Set.of("user", "server", "group", "service");

        private static final Set<String> SHORT_FORMS = Set.of("user", "server", "service");

        static Filter user(String name) {
            return new Filter("user", name);
        }

        static Filter group(String name) {
            return new Filter("group", name);
        }

        static Filter service(String name) {
            return new Filter("service", name);
        }

        static Filter server(ServerRef server) {
            return new Filter("server", server.toString());
        }

        /** A short form that stands for nobody grants nothing, and so does a server without its owner. */
        static Optional<Filter> parse(String text, Holder holder) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                return holder.spelt(text);
            }
            Filter filter = new Filter(text.substring(0, equals), text.substring(equals + 1));
            return filter.isComplete() ? Optional.of(filter) : Optional.empty();
        }

        /** Whether it can mean somebody: {@code kind=value}, or a kind alone, which is whoever holds the scope. */
        static boolean isWellFormed(String text) {
            int equals = text.indexOf('=');
            return equals < 0
                    ? SHORT_FORMS.contains(text)
                    : new Filter(text.substring(0, equals), text.substring(equals + 1)).isComplete();
        }

        private boolean isComplete() {
            return KINDS.contains(kind) && !value.isEmpty() && (!isServer() || value.indexOf('/') > 0);
        }

        boolean isServer() {
            return kind.equals("server");
        }

        boolean isGroup() {
            return kind.equals("group");
        }

        /** The person that it is about, or whose server; empty if it is about nobody. */
        String owner() {
            return switch (kind) {
                case "user" -> value;
                case "server" -> value.substring(0, value.indexOf('/'));
                default -> "";
            };
        }

        /** Whether everything that {@code other} lets through, this one does too. */
        boolean includes(Filter other, Map<String, Set<String>> members) {
            if (kind.isEmpty() || equals(other)) {
                return true;
            }
            String owner = other.owner();
            return !owner.isEmpty()
                    && (kind.equals("user") && owner.equals(value)
                            || isGroup()
                                    && members.getOrDefault(value, Set.of()).contains(owner));
        }

        @Override
        public String toString() {
            return kind.isEmpty() ? "" : "!" + kind + "=" + value;
        }
    }
}
