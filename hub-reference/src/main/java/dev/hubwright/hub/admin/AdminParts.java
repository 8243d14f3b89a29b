package dev.hubwright.hub.admin;

import dev.hubwright.api.Audit;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.login.Login;
import dev.hubwright.hub.operation.Notices;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.rest.HubControl;
import dev.hubwright.hub.rest.Reloading;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.servers.Servers;
import dev.hubwright.hub.services.Services;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import java.time.Clock;
import java.util.Optional;

/**
 * What the pages for administrators are made of.
 *
 * @param logins what was heard of logins
 * @param reloading reads the settings again, where there are any
 * @param notices maintenance and the announcement
 * @param control knows whether groups can be changed here
 */
public record AdminParts(
        HubStore store,
        LoginPipeline pipeline,
        Servers servers,
        Login login,
        Pages pages,
        HubPaths paths,
        RecentLogins logins,
        Audit audit,
        Clock clock,
        Optional<Reloading> reloading,
        Services services,
        Roles roles,
        HubControl control,
        Notices notices) {}
