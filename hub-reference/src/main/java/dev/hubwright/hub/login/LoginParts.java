package dev.hubwright.hub.login;

import dev.hubwright.api.Audit;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;

/** What logging in by browser is made of. */
record LoginParts(
        HubStore store,
        LoginPipeline pipeline,
        LoginMethods methods,
        Visitors visitors,
        ServiceAccounts services,
        XsrfTokens xsrf,
        BrowserSessions sessions,
        AuthRequests requests,
        RandomText random,
        Pages pages,
        HubPaths paths,
        HubOrigin origin,
        Audit audit,
        LoginPolicy policy) {}
