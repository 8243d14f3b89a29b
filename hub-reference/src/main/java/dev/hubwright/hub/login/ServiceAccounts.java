package dev.hubwright.hub.login;

import dev.hubwright.api.Secret;
import dev.hubwright.hub.pages.Chrome;
import dev.hubwright.hub.scopes.ScopeSet;
import java.util.List;
import java.util.Optional;

/** The services of a hub, as far as requests and pages have to do with them. Thread-safe; does not block. */
public interface ServiceAccounts {

    /** None at all. */
    static ServiceAccounts none() {
        return new ServiceAccounts() {
            @Override
            public Optional<ServiceAccount> byToken(Secret token) {
                return Optional.empty();
            }

            @Override
            public List<Chrome.Service> menu(ScopeSet scopes) {
                return List.of();
            }
        };
    }

    /** Whose token this is; empty if it is no service's. */
    Optional<ServiceAccount> byToken(Secret token);

    /** Where the menu leads somebody who may do this. */
    List<Chrome.Service> menu(ScopeSet scopes);
}
