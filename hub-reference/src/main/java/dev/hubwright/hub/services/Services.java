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
import dev.hubwright.hub.store.KeptServices;
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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of a hub. Thread-safe once started. */
public final class Services implements ServiceAccounts, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);
    private static final int TOKEN_LENGTH = 32;

    private final Map<String, ServiceDefinition> definitions = new LinkedHashMap<>();
    private final Map<String, Secret> ownTokens = new LinkedHashMap<>();
    private final List<Map.Entry<Secret, ServiceAccount>> tokens = new ArrayList<>();
    private final Map<String, ManagedService> processes = new LinkedHashMap<>();
    private final HubStore store;
    private final HubPaths paths;
    private final StandingRoutes routes;
    private final Guests guests;

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
        this.guests = new Guests(store.keptServices(), definitions.keySet());
        this.routes = new StandingRoutes(routes, "service");
        definitions.values().forEach(service -> {
            wantRoute(service);
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
                store.oauthClients().put(client(service), ownTokens.get(service.name()));
            }
        }
        lookAtGuests();
        guests.definitions().forEach(guest -> known.add(guest.oauthClientId()));
        for (OAuthClient client : store.oauthClients().all()) {
            if (client.server().isEmpty() && !known.contains(client.id())) {
                store.oauthClients().remove(client.id());
            }
        }
    }

    private OAuthClient client(ServiceDefinition service) {
        return new OAuthClient(
                service.oauthClientId(),
                "Service " + service.name(),
                service.oauthRedirectUri().orElse(ServicePaths.prefix(paths.base(), service.name()) + "oauth_callback"),
                Set.copyOf(service.oauthClientAllowedScopes()),
                Optional.empty());
    }

    private void lookAtGuests() throws ProviderException {
        Collection<ServiceDefinition> before = guests.definitions();
        guests.look();
        before.stream()
                .filter(guest -> guests.find(guest.name()).isEmpty())
                .forEach(guest -> routes.remove(ServicePaths.route(paths.base(), guest.name())));
        guests.definitions().forEach(this::wantRoute);
    }

    private void wantRoute(ServiceDefinition service) {
        service.url()
                .ifPresent(url ->
                        routes.add(ServicePaths.route(paths.base(), service.name()), service.name(), url.resolve("/")));
    }

    /**
     * Takes in one that somebody else runs; it outlives the hub.
     *
     * @param fields what it was read from
     * @return empty if there is one of this name, or one that is the same OAuth client
     */
    public synchronized Optional<ServiceDefinition> add(ServiceDefinition service, Map<String, Object> fields)
            throws ProviderException {
        String name = service.name();
        boolean taken = all().stream()
                .anyMatch(other ->
                        other.name().equals(name) || other.oauthClientId().equals(service.oauthClientId()));
        if (taken) {
            return Optional.empty();
        }
        Map<String, Object> kept = new LinkedHashMap<>(fields);
        kept.remove("api_token");
        Optional<OAuthClient> client = Optional.of(service)
                .filter(one -> one.apiToken().isPresent() && hasPlace(one))
                .map(this::client);
        KeptServices.Kept guest =
                new KeptServices.Kept(name, kept, service.apiToken().map(KeptServices::hash));
        if (!store.admitService(guest, client, service.apiToken())) {
            return Optional.empty();
        }
        follow();
        return guests.find(name);
    }

    /** Forgets one that came so, with the access that people have through it; gives whether there was one. */
    public synchronized boolean remove(String name) throws ProviderException {
        lookAtGuests();
        Optional<ServiceDefinition> guest = guests.find(name);
        boolean removed =
                guest.isPresent() && store.dismissService(name, guest.get().oauthClientId());
        follow();
        return removed;
    }

    /** What the proxy does not take now, it is given later. */
    private void follow() throws ProviderException {
        lookAtGuests();
        try {
            routes.check();
        } catch (ProviderException e) {
            LOG.warn("The routes of services will be put right by the next check of the proxy: {}", e.getMessage());
        }
    }

    /** Whether it is in the settings, so that nothing but them changes it. */
    public boolean isSettled(String name) {
        return definitions.containsKey(name);
    }

    /** One that has no secret cannot prove that it is the client. */
    private boolean isClient(ServiceDefinition service) {
        return (ownTokens.containsKey(service.name()) || guests.hasToken(service.name())) && hasPlace(service);
    }

    private static boolean hasPlace(ServiceDefinition service) {
        return service.url().isPresent() || service.oauthRedirectUri().isPresent();
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

    /** Looks at what has come and gone by the API, also of another hub, and gives the proxy the routes that it has not. */
    public void checkRoutes() throws ProviderException {
        try {
            lookAtGuests();
        } catch (ProviderException e) {
            LOG.warn("Services stay as they were: {}", e.getMessage());
        }
        routes.check();
    }

    /** All of them, those of the settings first, in their order. */
    public Collection<ServiceDefinition> all() {
        return Stream.concat(definitions.values().stream(), guests.definitions().stream())
                .toList();
    }

    /** The service of this name. */
    public Optional<ServiceDefinition> find(String name) {
        return Optional.ofNullable(definitions.get(name)).or(() -> guests.find(name));
    }

    /** The service that is this OAuth client. */
    public Optional<ServiceDefinition> ofClient(String clientId) {
        return all().stream()
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
                .findFirst()
                .or(() -> guests.byToken(token).map(guest -> new ServiceAccount(guest.name(), guest.admin())));
    }

    /** Those that have a page, and ask for no more than somebody has. */
    @Override
    public List<Chrome.Service> menu(ScopeSet scopes) {
        return all().stream()
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
