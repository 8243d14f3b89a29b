package dev.hubwright.hub.login;

import dev.hubwright.api.Audit;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.web.HubPaths;
import java.time.Clock;

/** Assembles the web side of logging in. */
public final class Login {

    private final Visitors visitors;
    private final LoginPages pages;

    /** Takes what it works with. */
    public Login(
            HubStore store,
            LoginPipeline pipeline,
            LoginMethods methods,
            Signer signer,
            RandomText random,
            Pages pages,
            HubPaths paths,
            HubOrigin origin,
            Clock clock,
            Audit audit,
            LoginPolicy policy) {
        XsrfTokens xsrf = new XsrfTokens(signer, random);
        this.visitors = new Visitors(store, pipeline, xsrf, clock);
        this.pages = new LoginPages(new LoginParts(
                store, pipeline, methods, visitors, xsrf, random, pages, paths, origin, clock, audit, policy));
    }

    /** Finds out who makes a request. */
    public Visitors visitors() {
        return visitors;
    }

    /** The pages, and what other pages need of them. */
    public LoginPages pages() {
        return pages;
    }
}
