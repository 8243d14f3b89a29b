package dev.hubwright.hub.servers;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserStore;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.Pending;
import dev.hubwright.api.spawn.ServerPaths;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.ServerView;
import dev.hubwright.api.spawn.StopMode;
import dev.hubwright.hub.login.Deliberate;
import dev.hubwright.hub.login.LoginPages;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.pages.ChoiceView;
import dev.hubwright.hub.pages.Chrome;
import dev.hubwright.hub.pages.NotRunningPage;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.pages.PendingPage;
import dev.hubwright.hub.pages.SpawnPage;
import dev.hubwright.hub.pages.StoppingPage;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import dev.hubwright.hub.web.UrlEncoding;
import java.util.List;
import java.util.Optional;

/** The pages where people start, watch, open and stop their servers. */
public final class ServerPages {

    private final Servers servers;
    private final UserStore users;
    private final Visitors visitors;
    private final LoginPages login;
    private final Pages pages;
    private final HubPaths paths;
    private final ServerLinks links;

    /** Takes what it works with. */
    public ServerPages(
            Servers servers, UserStore users, Visitors visitors, LoginPages login, Pages pages, HubPaths paths) {
        this.servers = servers;
        this.users = users;
        this.visitors = visitors;
        this.login = login;
        this.pages = pages;
        this.paths = paths;
        this.links = new ServerLinks(paths);
    }

    /** Adds its routes. */
    public void addTo(Router router) {
        for (String server : new String[] {"", "/{user}", "/{user}/{server}"}) {
            router.add("GET", paths.hub("spawn" + server), this::spawn);
            router.add("POST", paths.hub("spawn" + server), this::startByForm);
            router.add("POST", paths.hub("stop" + server), this::stopByForm);
            router.add("GET", paths.hub("spawn-pending" + server), this::pending);
        }
        router.add("POST", paths.hub("delete-server/{user}/{server}"), this::deleteByForm);
        router.add("GET", paths.hub("user-redirect/**"), this::redirectToOwnServer);
        router.add("*", paths.hub("user/{user}/**"), this::instead);
        router.add("*", paths.hub("user/{user}"), this::instead);
    }

    /** Starts the server, or leads to it. After a failure it asks first, so that a reload never starts it again. */
    private Response spawn(Request request) throws ProviderException, InterruptedException {
        Optional<Visitor> visitor = visitors.byCookie(request);
        if (visitor.isEmpty()) {
            return login.redirectToLogin(request);
        }
        ServerRef server = permitted(request, visitor.get());
        ServerView view = servers.view(server);
        if (view.ready()) {
            return Response.redirect(next(request, view.path()));
        }
        if (view.pending().isPresent()) {
            return Response.redirect(withNext(request, links.watch(server)));
        }
        ChoiceForm form = servers.form(server);
        if (form.asks() || view.failure().isPresent() || !Deliberate.is(request)) {
            Opaque asked = form.fromForm(request.query());
            Opaque first = asked.isEmpty() ? servers.lastOptions(server) : form.stillRight(asked);
            return ask(request, visitor.get(), server, 200, ChoiceView.of(form, first), view.failure());
        }
        return Deliberate.once(request, start(request, visitor.get(), server, servers.lastOptions(server)), paths);
    }

    private Response ask(
            Request request,
            Visitor visitor,
            ServerRef server,
            int status,
            List<ChoiceView> choices,
            Optional<String> error)
            throws ProviderException {
        String action = withNext(request, links.start(server));
        return login.page(
                request,
                visitor,
                status,
                chrome -> pages.spawn(new SpawnPage(chrome, action, server.name(), error, choices)));
    }

    private Response startByForm(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.byCookieToChange(request);
        ServerRef server = permitted(request, visitor);
        ChoiceForm form = servers.form(server);
        if (!form.asks()) {
            return start(request, visitor, server, servers.lastOptions(server));
        }
        if (!form.isAnsweredBy(request.form())) {
            return Response.redirect(withNext(request, links.start(server)));
        }
        Opaque options = form.fromForm(request.form());
        if (form.check(options) instanceof ChoiceForm.Refused refused) {
            List<ChoiceView> choices = ChoiceView.of(form, form.stillRight(options));
            return ask(request, visitor, server, 400, choices, Optional.of(refused.publicMessage()));
        }
        return start(request, visitor, server, options);
    }

    /** What keeps a server from being started is said above the form, where it can be tried again. */
    private Response start(Request request, Visitor visitor, ServerRef server, Opaque options)
            throws ProviderException, InterruptedException {
        try {
            if (!servers.view(server).ready()) {
                servers.start(server, options, visitor.isAdministrator());
                servers.awaitBriefly(server);
            }
        } catch (HttpError e) {
            ChoiceForm form = servers.form(server);
            List<ChoiceView> choices = ChoiceView.of(form, form.stillRight(options));
            Response page = ask(request, visitor, server, e.status(), choices, Optional.of(e.getMessage()));
            return e.retryAfter()
                    .map(wait -> page.with("retry-after", Long.toString(wait.toSeconds())))
                    .orElse(page);
        }
        ServerView view = servers.view(server);
        return Response.redirect(view.ready() ? next(request, view.path()) : withNext(request, links.watch(server)));
    }

    private Response stopByForm(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.byCookieToChange(request);
        ServerRef server = permitted(request, visitor, "delete:servers");
        servers.stop(server, StopMode.GRACEFUL);
        servers.awaitStopped(server);
        return Response.redirect(next(request, paths.hub("home")));
    }

    private Response deleteByForm(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.byCookieToChange(request);
        ServerRef server = permitted(request, visitor, "delete:servers");
        servers.delete(server);
        return Response.redirect(next(request, paths.hub("home")));
    }

    /** Shows how far it is; never starts anything. */
    private Response pending(Request request) throws ProviderException, InterruptedException {
        Optional<Visitor> visitor = visitors.byCookie(request);
        if (visitor.isEmpty()) {
            return login.redirectToLogin(request);
        }
        ServerRef server = permitted(request, visitor.get());
        ServerView view = servers.view(server);
        if (view.ready()) {
            return Response.redirect(next(request, view.path()));
        }
        if (view.pending().equals(Optional.of(Pending.STOP))) {
            return login.page(
                    request, visitor.get(), chrome -> pages.stopping(new StoppingPage(chrome, server.name())));
        }
        if (view.pending().isPresent()) {
            return login.page(request, visitor.get(), chrome -> pages.pending(progress(chrome, request, view)));
        }
        int status = view.failure().isPresent() ? 500 : 200;
        return notRunning(request, visitor.get(), status, view);
    }

    private PendingPage progress(Chrome chrome, Request request, ServerView view) {
        ServerRef server = view.server();
        String user = "users/" + ServerPaths.segment(server.user());
        String name = server.name().isEmpty() ? "server" : "servers/" + ServerPaths.segment(server.name());
        String events = paths.api(user + "/" + name + "/progress") + "?_xsrf=" + UrlEncoding.encode(chrome.xsrfToken());
        return new PendingPage(
                chrome,
                server.name(),
                view.news().orElse("The start has been requested."),
                events,
                next(request, view.path()),
                links.stop(server),
                links.start(server));
    }

    private Response notRunning(Request request, Visitor visitor, int status, ServerView view)
            throws ProviderException, InterruptedException {
        ServerRef server = view.server();
        // What a server writes is for those who look after it, and not for guests.
        boolean mayStart = visitor.scopes().allows("start:servers", server);
        Optional<String> failure = view.failure().filter(any -> mayStart);
        Optional<String> log = failure.isPresent() ? servers.logExcerpt(view) : Optional.empty();
        return login.page(
                request,
                visitor,
                status,
                chrome -> pages.notRunning(new NotRunningPage(
                        chrome,
                        visitor.is(server.user()) ? Optional.empty() : Optional.of(server.user()),
                        server.name(),
                        failure,
                        mayStart ? Optional.of(links.start(server)) : Optional.empty(),
                        log)));
    }

    /** Stands in for a server that is not there: requests for it arrive here for want of a route. */
    private Response instead(Request request) throws ProviderException, InterruptedException {
        boolean program = !request.method().equals("GET")
                || request.segments().contains("api")
                || request.header("accept").orElse("").startsWith("application/json");
        Optional<Visitor> visitor = visitors.byToken(request);
        if (visitor.isEmpty()) {
            visitor = visitors.byCookie(request);
        }
        if (visitor.isEmpty()) {
            if (program) {
                throw new HttpError(403, "Log in first");
            }
            return login.redirectToLogin(request);
        }
        ServerRef server = named(request);
        if (!visitor.get().scopes().allows("access:servers", server)) {
            throw new HttpError(404, "There is no such server, or you may not use it");
        }
        ServerView view = servers.view(server);
        if (program) {
            return notRunningForPrograms(server, view);
        }
        if (view.ready()) {
            return backToServer(request);
        }
        if (view.pending().isPresent()) {
            return Response.status(303)
                    .with("location", links.watch(server) + "?next=" + UrlEncoding.encode(original(request)));
        }
        // 424 tells a browser tab of JupyterLab that its server is gone, as opposed to broken.
        return notRunning(request, visitor.get(), 424, view);
    }

    /** {@code /user/a/b} is server b of a where there is one, and else a path of a's default server. */
    private ServerRef named(Request request) throws ProviderException {
        String user = request.path("user");
        List<String> rest = request.segments()
                .subList(indexOfUser(request) + 1, request.segments().size());
        if (!rest.isEmpty() && !rest.get(0).isEmpty()) {
            ServerRef candidate = Servers.ref(user, rest.get(0));
            if (servers.isKnown(candidate)) {
                return candidate;
            }
        }
        return Servers.ref(user, "");
    }

    private int indexOfUser(Request request) {
        return paths.hub().split("/").length;
    }

    private Response notRunningForPrograms(ServerRef server, ServerView view) {
        String message = view.ready()
                ? "The server has just come up; try again"
                : "The server is not running. Restart it at " + links.start(server);
        return Response.jsonError(424, message);
    }

    /** The route may be a moment late; after four rounds something is wrong, and a loop would hide it. */
    private Response backToServer(Request request) throws InterruptedException {
        int rounds = request.query("redirects")
                .filter(text -> text.matches("\\d"))
                .map(Integer::parseInt)
                .orElse(0);
        if (rounds >= 4) {
            throw new HttpError(500, "The server runs, but the proxy does not lead to it; stop it and start it again");
        }
        Thread.sleep(rounds == 0 ? 0 : 500L << rounds);
        String target =
                original(request).replaceFirst("([?&])redirects=\\d+", "$1").replaceFirst("[?&]$", "");
        return Response.redirect(target + (target.contains("?") ? "&" : "?") + "redirects=" + (rounds + 1));
    }

    private String original(Request request) {
        return paths.base() + request.uri().substring(paths.hub().length());
    }

    private Response redirectToOwnServer(Request request) throws ProviderException, InterruptedException {
        Optional<Visitor> visitor = visitors.byCookie(request);
        if (visitor.isEmpty()) {
            return login.redirectToLogin(request);
        }
        ServerRef server = servers.usual(visitor.get().name());
        String rest =
                request.uri().substring(paths.hub("user-redirect").length()).replaceFirst("^/+", "");
        String target = ServerPaths.prefix(paths.base(), server) + rest;
        return Response.redirect(links.start(server) + "?next=" + UrlEncoding.encode(target));
    }

    private ServerRef permitted(Request request, Visitor visitor) throws ProviderException {
        return permitted(request, visitor, "start:servers");
    }

    private ServerRef permitted(Request request, Visitor visitor, String scope) throws ProviderException {
        String user = request.hasPath("user") ? request.path("user") : visitor.name();
        ServerRef server = request.hasPath("user") ? Servers.ref(user, request) : servers.usual(user);
        boolean owned = visitor.is(user) || users.find(user).isPresent();
        if (!owned || !visitor.scopes().allows(scope, server)) {
            throw new HttpError(404, "There is no such server, or you may not use it");
        }
        return server;
    }

    private String next(Request request, String otherwise) {
        return request.query("next").flatMap(next -> login.safe(request, next)).orElse(otherwise);
    }

    private String withNext(Request request, String page) {
        return request.query("next")
                .flatMap(next -> login.safe(request, next))
                .map(next -> page + "?next=" + UrlEncoding.encode(next))
                .orElse(page);
    }
}
