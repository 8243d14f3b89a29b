package dev.hubwright.hub.login;

import dev.hubwright.api.Audit;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import java.time.Clock;

/** What logging in by browser is made of. */
record LoginParts(
        HubStore store,
        LoginPipeline pipeline,
        LoginMethods methods,
        Visitors visitors,
        XsrfTokens xsrf,
        RandomText random,
        Pages pages,
        HubPaths paths,
        HubOrigin origin,
        Clock clock,
        Audit audit,
        LoginPolicy policy) {}
