package dev.hubwright.hub.site;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.login.Login;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.AcceptSharePage;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.store.HubStore;
import dev.hubwright.hub.store.Share;
import dev.hubwright.hub.store.ShareCode;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.Map;
import java.util.Optional;

/** The page where somebody who has a code takes the share that it gives: {@code /hub/accept-share}. */
final class SharePages {

    private final HubStore store;
    private final Login login;
    private final Pages pages;
    private final HubPaths paths;
    private final Audit audit;

    SharePages(HubStore store, Login login, Pages pages, HubPaths paths, Audit audit) {
        this.store = store;
        this.login = login;
        this.pages = pages;
        this.paths = paths;
        this.audit = audit;
    }

    void addTo(Router router) {
        router.add("GET", paths.hub("accept-share"), this::show);
        router.add("POST", paths.hub("accept-share"), this::accept);
    }

    private Response show(Request request) throws ProviderException, InterruptedException {
        Optional<Visitor> visitor = login.visitors().byCookie(request);
        if (visitor.isEmpty()) {
            return login.pages().redirectToLogin(request);
        }
        ShareCode code = store.shareCodes().find(code(request)).orElseThrow(SharePages::noSuchCode);
        if (visitor.get().is(code.server().user())) {
            return Response.redirect(next(request, code.server()));
        }
        return login.pages()
                .page(
                        request,
                        visitor.get(),
                        chrome -> pages.acceptShare(new AcceptSharePage(
                                chrome,
                                code.server().user(),
                                code.server().name(),
                                ShareSentences.of(code.scopes()),
                                request.uri())));
    }

    private Response accept(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = login.visitors().byCookieToChange(request);
        ShareCode code = store.shareCodes().find(code(request)).orElseThrow(SharePages::noSuchCode);
        if (!visitor.is(code.server().user())) {
            Share share =
                    store.shareCodes().exchange(code(request), visitor.name()).orElseThrow(SharePages::noSuchCode);
            audit.record(
                    "share-accepted",
                    visitor.name(),
                    Map.of("server", share.server().toString(), "code", "sc_" + code.id()));
        }
        return Response.redirect(next(request, code.server()));
    }

    private static Secret code(Request request) {
        return Secret.of(request.query("code").orElse(""));
    }

    private static HttpError noSuchCode() {
        return new HttpError(404, "This code is not known, or has ended; ask for another one");
    }

    private String next(Request request, ServerRef server) {
        return request.query("next")
                .flatMap(next -> login.pages().safe(request, next))
                .orElseGet(() -> ServerPaths.prefix(paths.base(), server));
    }
}
