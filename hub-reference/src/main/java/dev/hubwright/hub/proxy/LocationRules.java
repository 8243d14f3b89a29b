package dev.hubwright.hub.proxy;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of the {@code Location} of a redirect that leads to the target's own address, which browsers may not
 * reach.
 *
 * @param toBrowsersHost whether it leads to the host that the browser asked
 * @param scheme the scheme that it gets, if it is not to keep its own
 */
record LocationRules(boolean toBrowsersHost, Optional<String> scheme) {

    private static final Set<Integer> REDIRECTS = Set.of(201, 301, 302, 307, 308);

    /** The field's value for the browser. */
    String apply(int status, String location, Target target, String browsersHost) {
        if (!REDIRECTS.contains(status) || !toBrowsersHost && scheme.isEmpty()) {
            return location;
        }
        URI uri;
        try {
            uri = URI.create(location);
        } catch (IllegalArgumentException e) {
            return location;
        }
        String authority = uri.getRawAuthority();
        if (uri.getScheme() == null || authority == null || !authority.equalsIgnoreCase(target.authority())) {
            return location;
        }
        String rest = location.substring(location.indexOf("//") + 2 + authority.length());
        String host = toBrowsersHost && !browsersHost.isEmpty() ? browsersHost : authority;
        return scheme.orElse(uri.getScheme()) + "://" + host + rest;
    }
}
