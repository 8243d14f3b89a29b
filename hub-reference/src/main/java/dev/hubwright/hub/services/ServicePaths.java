package dev.hubwright.hub.services;

import dev.hubwright.api.spawn.ServerPaths;

/** The paths of a service, spelt as JupyterHub spells them. */
final class ServicePaths {

    private ServicePaths() {}

    /** Its path in URLs: {@code /services/grader/}, percent-encoded. */
    static String prefix(String base, String name) {
        return base + "services/" + ServerPaths.segment(name) + "/";
    }

    /** The path of its route: percent-decoded and without the slash at its end. */
    static String route(String base, String name) {
        return base + "services/" + name;
    }
}
