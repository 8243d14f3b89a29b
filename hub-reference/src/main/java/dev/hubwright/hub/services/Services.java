package dev.hubwright.hub.services;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.Routes;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.login.ServiceAccount;
import dev.hubwright.hub.login.ServiceAccounts;
import dev.hubwright.hub.pages.Chrome;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.settings.ServiceDefinition;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.OAuthClient;
import dev.hubwright.hub.web.HubPaths;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The services of a hub. Thread-safe once started. */
public final class Services implements ServiceAccounts, AutoCloseable {

    private static final int TOKEN_LENGTH = 32;

    private final Map<String, ServiceDefinition> definitions = new LinkedHashMap<>();
    private final Map<String, Secret> ownTokens = new LinkedHashMap<>();
    private final List<Map.Entry<Secret, ServiceAccount>> tokens = new ArrayList<>();
    private final Map<String, ManagedService> processes = new LinkedHashMap<>();
    private final HubStore store;
    private final HubPaths paths;
    private final StandingRoutes routes;

    /**
     * Takes what it works with, and starts nothing.
     *
     * @param further tokens by the names of services; a name without a definition is a service of which there is no more
     */
    public Services(
            List<ServiceDefinition> services,
            Map<Secret, String> further,
            HubStore store,
            RandomText random,
            HubPaths paths,
            Routes routes) {
        this.store = store;
        this.paths = paths;
        services.forEach(service -> definitions.put(service.name(), service));
        further.values().forEach(name -> definitions.putIfAbsent(name, ServiceDefinition.named(name)));
        this.routes = new StandingRoutes(routes, "service");
        definitions.values().forEach(service -> {
            service.url()
                    .ifPresent(url -> this.routes.add(
                            ServicePaths.route(paths.base(), service.name()), service.name(), url.resolve("/")));
            service.apiToken()
                    .or(() -> service.isManaged()
                            ? Optional.of(Secret.of(random.hexadecimal(TOKEN_LENGTH)))
                            : Optional.empty())
                    .ifPresent(token -> ownTokens.put(service.name(), token));
        });
        ownTokens.forEach((name, token) -> tokens.add(Map.entry(token, account(name))));
        further.forEach((token, name) -> tokens.add(Map.entry(token, account(name))));
    }

    private ServiceAccount account(String name) {
        return new ServiceAccount(name, definitions.get(name).admin());
    }

    /** Makes them known as OAuth clients, and forgets those of services that are no more. */
    public void register() throws ProviderException {
        Set<String> known = new LinkedHashSet<>();
        for (ServiceDefinition service : definitions.values()) {
            if (isClient(service)) {
                known.add(service.oauthClientId());
                OAuthClient client = new OAuthClient(
                        service.oauthClientId(),
                        "Service " + service.name(),
                        service.oauthRedirectUri()
                                .orElse(ServicePaths.prefix(paths.base(), service.name()) + "oauth_callback"),
                        Set.copyOf(service.oauthClientAllowedScopes()),
                        Optional.empty());
                store.oauthClients().put(client, ownTokens.get(service.name()));
            }
        }
        for (OAuthClient client : store.oauthClients().all()) {
            if (client.server().isEmpty() && !known.contains(client.id())) {
                store.oauthClients().remove(client.id());
            }
        }
    }

    /** One that has no secret cannot prove that it is the client. */
    private boolean isClient(ServiceDefinition service) {
        return ownTokens.containsKey(service.name())
                && (service.url().isPresent() || service.oauthRedirectUri().isPresent());
    }

    /**
     * Starts those that the hub manages.
     *
     * @param hubOrigin scheme, host and port under which they reach the hub
     * @param publicUrl the hub's base address as browsers see it, where the operator has said it
     * @throws InvalidSettings if one cannot be started; then none is
     */
    public void start(URI hubOrigin, Optional<URI> publicUrl) throws ProviderException, InterruptedException {
        List<Problem> problems = new ArrayList<>();
        ServiceEnvironment environment = new ServiceEnvironment(paths, hubOrigin, publicUrl);
        for (ServiceDefinition service : definitions.values()) {
            if (service.isManaged()) {
                Map<String, String> variables = environment.of(service, ownTokens.get(service.name()));
                ServiceCommand command = ServiceCommand.of(service, variables, problems);
                processes.put(service.name(), new ManagedService(service.name(), command));
            }
        }
        InvalidSettings.throwIfAny(problems);
        processes.values().forEach(ManagedService::start);
    }

    /** Gives the proxy the routes that it has not. */
    public void checkRoutes() throws ProviderException {
        routes.check();
    }

    /** All of them, in the order of the settings. */
    public Collection<ServiceDefinition> all() {
        return List.copyOf(definitions.values());
    }

    /** The service of this name. */
    public Optional<ServiceDefinition> find(String name) {
        return Optional.ofNullable(definitions.get(name));
    }

    /** The service that is this OAuth client. */
    public Optional<ServiceDefinition> ofClient(String clientId) {
        return definitions.values().stream()
                .filter(service -> service.oauthClientId().equals(clientId))
                .filter(this::isClient)
                .findFirst();
    }

    /** The path that leads to it; empty where none does. */
    public Optional<String> prefix(ServiceDefinition service) {
        return service.url().map(any -> ServicePaths.prefix(paths.base(), service.name()));
    }

    /** The process of one that the hub manages; empty between two starts, and for others. */
    public Optional<Long> pid(ServiceDefinition service) {
        return Optional.ofNullable(processes.get(service.name())).flatMap(ManagedService::pid);
    }

    /** Whether these scopes let somebody use it. */
    public static boolean mayUse(ScopeSet scopes, ServiceDefinition service) {
        return scopes.allowsService("access:services", service.name());
    }

    @Override
    public Optional<ServiceAccount> byToken(Secret token) {
        return tokens.stream()
                .filter(known -> known.getKey().equals(token))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Those that have a page, and ask for no more than somebody has. */
    @Override
    public List<Chrome.Service> menu(ScopeSet scopes) {
        return definitions.values().stream()
                .filter(ServiceDefinition::display)
                .filter(service -> !isClient(service) || mayUse(scopes, service))
                .flatMap(service -> prefix(service).map(path -> new Chrome.Service(service.name(), path)).stream())
                .toList();
    }

    @Override
    public void close() {
        processes.values().parallelStream().forEach(ManagedService::close);
    }
}
