package dev.hubwright.hub.pages;

import java.util.List;
import java.util.Optional;

/**
 * The services of the hub, for administrators.
 *
 * @param services in the order of the settings
 */
public record ServicesPage(Chrome chrome, List<ServiceRow> services) implements Page {

    /** Copies the list. */
    public ServicesPage {
        services = List.copyOf(services);
    }

    /** How a service is. */
    public enum ServiceState {
        /** It answers, or its process is there where it has no address. */
        UP,
        /** It does not answer, or has no process. */
        DOWN,
        /** The hub has nothing that it could ask. */
        UNKNOWN
    }

    /**
     * One service. What whoever looks at the page may not see is absent.
     *
     * @param href where browsers find it
     * @param about what else may be seen
     * @param roles its roles
     * @param scopes what these let it do
     */
    public record ServiceRow(
            String name, Optional<String> href, Optional<About> about, List<String> roles, List<String> scopes) {

        /** Copies the lists. */
        public ServiceRow {
            roles = List.copyOf(roles);
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * What a service is.
     *
     * @param state whether it is there now
     * @param managed whether the hub starts it
     * @param admin whether it may do what administrators may
     * @param url where the proxy leads to
     * @param command what starts it; empty where somebody else does
     */
    public record About(ServiceState state, boolean managed, boolean admin, Optional<String> url, String command) {}
}
