package dev.hubwright.hub.settings;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Whether what is said of domains and of cookies fits together. */
final class DomainCheck {

    private final Settings hub;
    private final List<Problem> problems;
    private final List<String> warnings;

    DomainCheck(Settings hub, List<Problem> problems, List<String> warnings) {
        this.hub = hub;
        this.problems = problems;
        this.warnings = warnings;
    }

    void run() {
        checkHostCookies();
        checkSubdomainHook();
    }

    private void checkHostCookies() {
        if (!hub.get(HubSettings.COOKIE_HOST_PREFIX_ENABLED)) {
            return;
        }
        Setting<Boolean> prefix = HubSettings.COOKIE_HOST_PREFIX_ENABLED;
        Optional<URI> told = hub.find(HubSettings.PUBLIC_URL).or(() -> hub.find(HubSettings.SUBDOMAIN_HOST));
        boolean secure = hub.find(HubSettings.SSL_KEY).isPresent();
        if (told.isPresent() && !told.get().getScheme().equalsIgnoreCase("https")) {
            problems.add(hub.problem(
                    prefix, "needs https, since browsers take such cookies over nothing else, and not " + told.get()));
        } else if (told.isEmpty() && !secure) {
            warnings.add(hub.problem(prefix, "lets nobody log in over http; write the https address in public_url")
                    .toString());
        }
        if (hub.find(HubSettings.SUBDOMAIN_HOST).isEmpty()) {
            warnings.add(hub.problem(
                            prefix,
                            "sends people's logins to every server that they open, since it is on the same host; write"
                                    + " subdomain_host too")
                    .toString());
        }
    }

    private void checkSubdomainHook() {
        if (hub.isSet(HubSettings.SUBDOMAIN_HOOK)
                && hub.find(HubSettings.SUBDOMAIN_HOST).isEmpty()) {
            warnings.add(hub.problem(HubSettings.SUBDOMAIN_HOOK, "has no effect without subdomain_host")
                    .toString());
        } else if (hub.get(HubSettings.SUBDOMAIN_HOOK).equalsIgnoreCase("legacy")) {
            warnings.add(hub.problem(
                            HubSettings.SUBDOMAIN_HOOK,
                            "gives some names domains that are none, and two names that differ in capitals one; idna"
                                    + " does neither")
                    .toString());
        }
    }
}
