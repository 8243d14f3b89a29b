package dev.hubwright.hub.settings;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.hub.proxy.AddressRange;
import dev.hubwright.hub.settings.ChosenProviders.Choice;
import dev.hubwright.hub.settings.ChosenProviders.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a {@link HubConfiguration} and gathers everything that is wrong on the way. Used once, by one thread. */
final class ConfigurationResolver {

    private final RawSettings raw;
    private final Map<String, String> environment;
    private final List<Problem> unread;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    ConfigurationResolver(Reading reading, Map<String, String> environment) {
        this.raw = OtherSettings.renamed(Instances.unfold(reading.settings()), warnings);
        this.environment = environment;
        this.unread = reading.problems();
        reading.notes().forEach(note -> warnings.add(note.toString()));
    }

    HubConfiguration resolve(Providers<AuthenticatorFactory> authenticators, Providers<SpawnerFactory> spawners) {
        Settings hub = read(HubSettings.SCHEMA);
        Settings proxy = read(HubSettings.PROXY_SCHEMA);
        checkProxy(proxy);
        checkTls(hub, proxy);
        new DomainCheck(hub, problems, warnings).run();
        LogFormat.check(hub, warnings);
        Settings crypt = read(HubSettings.CRYPT_SCHEMA);
        Settings culler = read(CullingSettings.SCHEMA);
        CullingSettings.idle(culler).forEach(problem -> warnings.add(problem.toString()));
        List<ServiceDefinition> services = services(hub);
        OtherSettings.report(raw, problems, warnings);
        Addresses addresses = Addresses.derive(hub, MachineName::get, problems);
        checkAddresses(hub);
        ExtraRoutes.check(proxy, addresses.basePath(), problems);
        HubConfiguration.roles(hub, HubConfiguration.scopes(hub, problems), problems);
        var chosenAuthenticators = new ChosenProviders<>(Kind.AUTHENTICATOR, raw, authenticators, problems).find();
        var chosenSpawners = new ChosenProviders<>(Kind.SPAWNER, raw, spawners, problems).find();

        List<Choice<?>> chosen = new ArrayList<>(chosenAuthenticators);
        chosen.addAll(chosenSpawners);
        List<ProviderFactory<?>> installed = new ArrayList<>(authenticators.all());
        installed.addAll(spawners.all());
        ProviderSettings reader = new ProviderSettings(raw, environment, chosen, problems, warnings);
        var authenticatorInstances = reader.readAll(chosenAuthenticators);
        var spawnerInstances = reader.readAll(chosenSpawners);
        new SectionCheck(raw, chosen, installed, problems, warnings).run();
        authenticatorInstances.forEach(instance -> AllowRules.warnIfNone(instance, warnings));
        checkKeys(crypt, authenticatorInstances);
        authenticatorInstances.forEach(this::checkKeeping);
        checkAutoLogin(authenticatorInstances);
        spawnerInstances.forEach(instance -> GroupOverrides.read(instance.settings(), problems));
        if (spawnerInstances.size() > 1) {
            warnings.add("JupyterHub.spawners has several, but nobody can choose yet: all servers are started by \""
                    + spawnerInstances.get(0).name() + "\"");
        }
        authenticators.broken().forEach(broken -> warnings.add("An authenticator cannot be loaded: " + broken));
        spawners.broken().forEach(broken -> warnings.add("A spawner cannot be loaded: " + broken));

        // Two providers with a common base section report the same key of it.
        InvalidSettings.throwIfAny(all());
        return new HubConfiguration(
                hub,
                proxy,
                crypt,
                culler,
                addresses,
                services,
                authenticatorInstances,
                spawnerInstances,
                List.copyOf(new LinkedHashSet<>(warnings)));
    }

    /** What could not be read leaves a setting without its value, which is no second problem. */
    private List<Problem> all() {
        Set<Problem> all = new LinkedHashSet<>(unread);
        problems.stream()
                .filter(problem -> unread.stream()
                        .noneMatch(earlier -> (earlier.path() + ".").startsWith(problem.path() + ".")
                                || earlier.path().startsWith(problem.path() + "[")))
                .forEach(all::add);
        return List.copyOf(all);
    }

    private Settings read(Schema schema) {
        Settings settings = Settings.read(schema, raw, FileEnvironment.over(environment, raw, schema), problems);
        warnings.addAll(settings.warnings());
        return settings;
    }

    private List<ServiceDefinition> services(Settings hub) {
        Origin origin = hub.problem(HubSettings.SERVICES, "").origin();
        List<ServiceDefinition> services = ServiceReader.readAll(hub.get(HubSettings.SERVICES), origin, problems);
        if (!hub.get(HubSettings.SERVICE_TOKENS).values().stream().allMatch(ServiceReader::isName)) {
            problems.add(hub.problem(HubSettings.SERVICE_TOKENS, "has a name that no service can have"));
        }
        return services;
    }

    private void checkAddresses(Settings hub) {
        hub.get(HubSettings.TRUSTED_DOWNSTREAM_IPS).stream()
                .filter(entry -> !AddressRange.isRange(entry))
                .forEach(entry -> problems.add(hub.problem(
                        HubSettings.TRUSTED_DOWNSTREAM_IPS,
                        "has \"" + entry + "\"; write IP addresses or networks, such as 192.0.2.7 or 10.0.0.0/8")));
        for (String part : List.of("ip", "port", "base_url")) {
            raw.find("JupyterHub", part)
                    .filter(entry -> hub.isSet(HubSettings.BIND_URL))
                    .filter(entry -> !entry.origin().description().startsWith("--"))
                    .ifPresent(entry -> warnings.add(
                            new Problem("JupyterHub." + part, "replaces its part of bind_url", entry.origin())
                                    .toString()));
        }
    }

    private void checkTls(Settings hub, Settings proxy) {
        boolean key = hub.find(HubSettings.SSL_KEY).isPresent();
        boolean certificate = hub.find(HubSettings.SSL_CERT).isPresent();
        boolean own = proxy.get(HubSettings.PROXY_SHOULD_START);
        if (key != certificate) {
            problems.add(hub.problem(
                    key ? HubSettings.SSL_KEY : HubSettings.SSL_CERT,
                    "needs " + (key ? "ssl_cert" : "ssl_key") + " beside it"));
        } else if (own && !key && hub.get(HubSettings.BIND_URL).getScheme().equalsIgnoreCase("https")) {
            problems.add(hub.problem(
                    HubSettings.BIND_URL,
                    "asks for https, which needs ssl_key and ssl_cert; where a proxy in front speaks it, write http"
                            + " here and https in public_url"));
        } else if (!own && key) {
            warnings.add(hub.problem(HubSettings.SSL_KEY, "has no effect: the proxy that is there already needs it")
                    .toString());
        }
    }

    private void checkProxy(Settings proxy) {
        if (proxy.get(HubSettings.PROXY_SHOULD_START) && proxy.isSet(HubSettings.PROXY_API_URL)) {
            raw.find("ConfigurableHTTPProxy", "api_url")
                    .map(entry -> new Problem(
                            "ConfigurableHTTPProxy.api_url",
                            "has no effect: the hub runs a proxy of its own; for another one write should_start: false",
                            entry.origin()))
                    .ifPresent(problem -> warnings.add(problem.toString()));
        }
    }

    /** What needs something kept about people, and nothing is kept. */
    private void checkKeeping(ProviderInstance<AuthenticatorFactory> instance) {
        Settings settings = instance.settings();
        if (settings.find(AuthenticatorSettings.ENABLE_AUTH_STATE).orElse(false)) {
            return;
        }
        if (!settings.find(AuthenticatorSettings.TOKEN_RESOURCES)
                .orElse(List.of())
                .isEmpty()) {
            problems.add(settings.problem(
                    AuthenticatorSettings.TOKEN_RESOURCES,
                    "needs enable_auth_state: true, to keep what tokens come from"));
        }
        if (!settings.find(AuthenticatorSettings.AUTH_STATE_ENVIRONMENT)
                .orElse(Map.of())
                .isEmpty()) {
            problems.add(settings.problem(
                    AuthenticatorSettings.AUTH_STATE_ENVIRONMENT,
                    "needs enable_auth_state: true, to keep what it speaks of"));
        }
    }

    /** With several ways in, the page is where people choose. */
    private void checkAutoLogin(List<ProviderInstance<AuthenticatorFactory>> instances) {
        for (ProviderInstance<AuthenticatorFactory> instance : instances) {
            if (instances.size() > 1
                    && instance.settings()
                            .find(AuthenticatorSettings.AUTO_LOGIN)
                            .orElse(false)) {
                warnings.add(instance.settings()
                        .problem(
                                AuthenticatorSettings.AUTO_LOGIN,
                                "has no effect beside other authenticators: people choose on the login page")
                        .toString());
            }
        }
    }

    private void checkKeys(Settings crypt, List<ProviderInstance<AuthenticatorFactory>> instances) {
        boolean asked = instances.stream().anyMatch(instance -> instance.settings()
                .find(AuthenticatorSettings.ENABLE_AUTH_STATE)
                .orElse(false));
        if (asked && !crypt.isSet(HubSettings.CRYPT_KEYS)) {
            problems.add(Problem.of(
                    "Authenticator.enable_auth_state",
                    "needs a key to encrypt with; set JUPYTERHUB_CRYPT_KEY to what \"openssl rand -hex 32\" prints, and"
                            + " keep it"));
        }
    }
}
