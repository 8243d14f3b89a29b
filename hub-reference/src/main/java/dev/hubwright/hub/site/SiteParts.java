package dev.hubwright.hub.site;

import dev.hubwright.api.Audit;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.admin.RecentLogins;
import dev.hubwright.hub.login.LoginPolicy;
import dev.hubwright.hub.login.RandomText;
import dev.hubwright.hub.metrics.HubMetrics;
import dev.hubwright.hub.operation.HealthMonitor;
import dev.hubwright.hub.operation.Notices;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.rest.HubControl;
import dev.hubwright.hub.rest.Reloading;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.servers.Servers;
import dev.hubwright.hub.services.Services;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a site is made of.
 *
 * @param version the hub's own version
 * @param roles what people, services and tokens may do
 * @param services programs beside the hub
 * @param authenticators by instance name, in the order of the login page
 * @param otpPrompt what stands beside the field for a one-time code, where there is one
 * @param cookieSecret what cookies are signed with
 * @param pages renders them
 * @param publicUrl the hub's address as browsers see it, where the operator has said it
 * @param trustedProxies addresses of proxies whose word on the browser's address is believed
 * @param logins what was heard of logins
 * @param openMetrics whether metrics are for everybody
 * @param deviceLogin whether programs without a browser may ask for tokens
 * @param requirePkce whether OAuth clients must send a code challenge
 * @param oauthTokenLife how long the tokens last that browsers get for servers
 * @param longestTokenLife how long a token may last that somebody makes
 * @param reloading reads the settings again, where there are any
 * @param ready whether the hub has finished to start
 * @param control the hub as a whole, for the API
 * @param notices maintenance and the announcement
 * @param health which parts of the hub answer
 */
public record SiteParts(
        String version,
        HubStore store,
        LoginPipeline pipeline,
        Roles roles,
        Servers servers,
        Services services,
        Map<String, Authenticator> authenticators,
        Optional<String> otpPrompt,
        Secret cookieSecret,
        RandomText random,
        Pages pages,
        HubPaths paths,
        Optional<URI> publicUrl,
        List<String> trustedProxies,
        Clock clock,
        Audit audit,
        RecentLogins logins,
        LoginPolicy loginPolicy,
        HubMetrics metrics,
        boolean openMetrics,
        boolean deviceLogin,
        boolean requirePkce,
        Duration oauthTokenLife,
        Optional<Duration> longestTokenLife,
        Optional<Reloading> reloading,
        BooleanSupplier ready,
        HubControl control,
        Notices notices,
        HealthMonitor health) {}
