package dev.hubwright.hub;

import dev.hubwright.api.HttpPolicy;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.spawn.Spawner;
import dev.hubwright.api.spawn.SpawnerFactory;
import dev.hubwright.api.spawn.SpawnerSettings;
import dev.hubwright.api.spawn.SupervisorOptions;
import dev.hubwright.hub.proxy.TlsFiles;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.settings.ProviderInstance;
import dev.hubwright.hub.store.CryptKeys;
import dev.hubwright.hub.web.HubPaths;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Composes the hub that a configuration describes. */
final class ConfiguredHub {

    private static final Duration PROXY_PATIENCE = Duration.ofSeconds(30);

    private ConfiguredHub() {}

    static HubBuilder builder(HubConfiguration configuration, Map<String, String> startedWith) {
        Map<String, String> environment = new HashMap<>(startedWith);
        environment.putAll(configuration.environment());
        Settings usual = configuration.spawners().get(0).settings();
        HubBuilder builder = Hub.builder()
                .bind(configuration.bindHost(), configuration.bindPort())
                .basePath(configuration.basePath())
                .hubBind(configuration.hubBindHost(), configuration.hubBindPort())
                .dataFolder(configuration.dataFolder())
                .workingFolder(Path.of(""))
                .database(configuration.databaseUrl().reveal())
                .cookieSecretFile(configuration.cookieSecretFile())
                .sessionLifetime(configuration.cookieMaxAge())
                .oauthTokenLife(configuration.oauthTokenLife())
                .slowTimeouts(configuration.slowSpawnTimeout(), configuration.slowStopTimeout())
                .activityInterval(configuration.lastActivityInterval())
                .recoveryTimeout(configuration.initSpawnersTimeout())
                .trustedProxies(configuration.trustedDownstreamAddresses())
                .groups(configuration.loadGroups())
                .apiPages(configuration.apiPageDefaultLimit(), configuration.apiPageMaxLimit())
                .roles(configuration.roles(), configuration.scopes())
                .services(configuration.services())
                .serviceTokens(configuration.serviceTokens())
                .apiTokens(configuration.apiTokens())
                .notices(configuration.notices())
                .runningLimits(configuration.runningLimits())
                .supervisor(SupervisorOptions.builder()
                        .concurrentSpawnLimit(configuration.concurrentSpawnLimit())
                        .activeServerLimit(configuration.activeServerLimit())
                        .spawnQueueLimit(configuration.spawnQueueLimit())
                        .activityResolution(configuration.activityResolution())
                        .pollInterval(usual.get(SpawnerSettings.POLL_INTERVAL))
                        .pollJitter(usual.get(SpawnerSettings.POLL_JITTER)));
        builder.configuration = Optional.of(configuration);
        if (configuration.hubBindPort() != 0) {
            builder.hubConnectUrl(configuration.hubConnectUrl());
        }
        configuration
                .externalProxy()
                .ifPresent(proxy -> builder.externalProxy(
                        new MovableRoutes(proxy.api(), proxy.token(), PROXY_PATIENCE), proxy.checkInterval()));
        configuration
                .sslKey()
                .map(key -> TlsFiles.builder()
                        .name("JupyterHub.ssl")
                        .key(key)
                        .certificate(configuration.sslCertificate().orElseThrow())
                        .build())
                .ifPresent(builder::tls);
        configuration.extraRoutes().forEach(builder::extraRoute);
        configuration.auditFile().ifPresent(builder::auditFile);
        configuration.culling().ifPresent(builder::cull);
        configuration.templateFolders().forEach(builder::templates);
        configuration.publicUrl().ifPresent(builder::publicUrl);
        configuration.subdomainHost().ifPresent(host -> builder.subdomains(host, configuration.subdomainNaming()));
        configuration.cookieSecret().ifPresent(builder::cookieSecret);
        configuration.cryptKeys().ifPresent(keys -> builder.cryptKeys(CryptKeys.parse(keys.reveal())));
        configuration.longestTokenLife().ifPresent(builder::longestTokenLife);
        configuration.defaultUrl().ifPresent(builder::landingPage);
        if (configuration.allowNamedServers()) {
            builder.namedServers(configuration.namedServerLimitPerUser())
                    .defaultServerName(configuration.defaultServerName());
        }
        if (!configuration.authenticatePrometheus()) {
            builder.openMetrics();
        }
        if (!configuration.deviceLogin()) {
            builder.withoutDeviceLogin();
        }
        if (configuration.cookieHostPrefix()) {
            builder.hostCookies();
        }
        if (configuration.oauthRequirePkce()) {
            builder.requirePkce();
        }
        if (configuration.shutdownOnLogout()) {
            builder.stopAtLogout();
        }
        if (!configuration.redirectToServer()) {
            builder.leadToHome();
        }
        configuration.authenticators().forEach(instance -> {
            ProviderContext context = context(configuration, environment, instance);
            add(builder, instance, context);
        });
        configuration.spawners().forEach(instance -> {
            ProviderContext context = context(configuration, environment, instance);
            addSpawner(builder, instance, context);
        });
        return builder;
    }

    private static void add(
            HubBuilder builder, ProviderInstance<AuthenticatorFactory> instance, ProviderContext context) {
        Settings settings = instance.settings();
        Authenticator authenticator = instance.factory().create(settings, context);
        builder.authenticator(instance.name(), authenticator, rules(instance));
        if (settings.get(AuthenticatorSettings.AUTO_LOGIN)) {
            builder.autoLogin();
        }
        if (settings.get(AuthenticatorSettings.AUTO_LOGIN_OAUTH2_AUTHORIZE)) {
            builder.autoLoginToAuthorize();
        }
        if (settings.get(AuthenticatorSettings.REQUEST_OTP)) {
            builder.otpPrompt(settings.get(AuthenticatorSettings.OTP_PROMPT));
        }
    }

    /** Who may come in by an authenticator. */
    static LoginRules rules(ProviderInstance<AuthenticatorFactory> instance) {
        return LoginRules.of(instance.settings(), instance.factory().schema());
    }

    private static void addSpawner(
            HubBuilder builder, ProviderInstance<SpawnerFactory> instance, ProviderContext context) {
        Spawner spawner = instance.factory().create(instance.settings(), context);
        builder.spawner(instance.name(), spawner, instance.settings());
    }

    static ProviderContext context(
            HubConfiguration configuration, Map<String, String> environment, ProviderInstance<?> instance) {
        ProviderContext.Builder context = ProviderContext.builder()
                .environment(environment)
                .http(HttpPolicy.of(environment))
                .instanceName(instance.name())
                .dataFolder(configuration.dataFolder());
        configuration.hubId().ifPresent(context::hubId);
        configuration.publicHubUrl().ifPresent(context::publicUrl);
        String callback = new HubPaths(configuration.basePath()).ofAuthenticator(instance.name(), "oauth_callback");
        configuration.publicUrl().ifPresent(url -> context.callbackUrl(url.resolve(callback)));
        return context.build();
    }
}
