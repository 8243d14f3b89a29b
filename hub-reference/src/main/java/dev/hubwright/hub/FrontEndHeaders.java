package dev.hubwright.hub;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.RepeatedLogin;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The headers by which front ends say who somebody is.
 *
 * @param names in lower case
 */
record FrontEndHeaders(Set<String> names) {

    /**
     * Collects them.
     *
     * @throws ProviderException if the hub is not to start, because others than a front end could send them
     */
    static FrontEndHeaders of(HubBuilder builder) throws ProviderException {
        Set<String> names = new HashSet<>();
        for (Authenticator authenticator : builder.authenticators.values()) {
            Optional<RepeatedLogin> login = authenticator.capability(RepeatedLogin.class);
            if (login.isPresent()) {
                check(builder, login.get());
                names.addAll(login.get().headers());
            }
        }
        return new FrontEndHeaders(Set.copyOf(names));
    }

    private static void check(HubBuilder builder, RepeatedLogin login) throws ProviderException {
        if (builder.externalProxy.isPresent()) {
            throw refusal(
                    "who handed a request over cannot be known behind a proxy in another process, so no header is "
                            + "believed; use the hub's own proxy, or another authenticator");
        }
        Optional<String> objection = login.objectionToRemoteClients();
        if (!isThisMachine(builder.host) && objection.isPresent()) {
            throw refusal(objection.get());
        }
    }

    private static boolean isThisMachine(String host) {
        return host.startsWith("127.") || host.equals("localhost") || host.equals("::1");
    }

    private static ProviderException refusal(String detail) {
        return ProviderException.permanent("The hub cannot start", detail);
    }
}
