package dev.hubwright.hub.login;

import dev.hubwright.api.Audit;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Router;
import java.time.Clock;

/** Assembles the web side of logging in. */
public final class Login {

    private final Visitors visitors;
    private final LoginPages pages;
    private final LogoutPages logout;

    /** Takes what it works with. */
    public Login(
            HubStore store,
            LoginPipeline pipeline,
            Roles roles,
            LoginMethods methods,
            Signer signer,
            RandomText random,
            Pages pages,
            HubPaths paths,
            HubOrigin origin,
            ServiceAccounts services,
            Clock clock,
            Audit audit,
            LoginPolicy policy) {
        XsrfTokens xsrf = new XsrfTokens(signer, random, clock, policy.sessionLifetime());
        BrowserSessions sessions = new BrowserSessions(store, random, paths, origin, clock, policy.sessionLifetime());
        AuthRequests requests = new AuthRequests(paths, origin);
        RepeatedLogins repeated = new RepeatedLogins(methods.authenticators(), requests);
        this.visitors = new Visitors(store, pipeline, roles, xsrf, repeated, services, paths, clock);
        LoginParts parts = new LoginParts(
                store, pipeline, methods, visitors, services, xsrf, sessions, requests, random, pages, paths, origin,
                audit, policy);
        this.pages = new LoginPages(parts);
        this.logout = new LogoutPages(parts);
    }

    /** Adds the routes of its pages. */
    public void addTo(Router router) {
        pages.addTo(router);
        logout.addTo(router);
    }

    /** Finds out who makes a request. */
    public Visitors visitors() {
        return visitors;
    }

    /** What other pages need of the login pages. */
    public LoginPages pages() {
        return pages;
    }
}
