package dev.hubwright.hub.servers;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.ServerView;
import dev.hubwright.hub.login.LoginPages;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.pages.HomePage;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page where people see their servers, name further ones and delete them. */
public final class HomePages {

    private final Servers servers;
    private final Visitors visitors;
    private final LoginPages login;
    private final Pages pages;
    private final HubPaths paths;
    private final ServerLinks links;

    /** Takes what it works with. */
    public HomePages(Servers servers, Visitors visitors, LoginPages login, Pages pages, HubPaths paths) {
        this.servers = servers;
        this.visitors = visitors;
        this.login = login;
        this.pages = pages;
        this.paths = paths;
        this.links = new ServerLinks(paths);
    }

    /** Adds its routes. */
    public void addTo(Router router) {
        router.add("GET", paths.hub("home"), this::home);
        router.add("POST", paths.hub("home"), this::name);
    }

    private Response home(Request request) throws ProviderException, InterruptedException {
        Optional<Visitor> visitor = visitors.byCookie(request);
        return visitor.isPresent()
                ? page(request, visitor.get(), 200, "", Optional.empty())
                : login.redirectToLogin(request);
    }

    private HomePage.ServerRow row(ServerView view, Visitor visitor) {
        return links.row(view, "", visitor.scopes())
                .ending(servers.policy()
                        .endings()
                        .of(view.record(), visitor.isAdministrator())
                        .map(ending -> new HomePage.Ends(ending.at(), ending.unlessUsed())));
    }

    /** Leads to the start of a server with a new name, where that may be had. */
    private Response name(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.byCookieToChange(request);
        String name = request.field("name").orElse("").strip();
        try {
            if (name.isEmpty()) {
                throw new HttpError(400, "Give the new server a name");
            }
            ServerRef server = Servers.ref(visitor.name(), name);
            servers.admitNamed(server);
            return Response.redirect(links.start(server));
        } catch (HttpError e) {
            return page(request, visitor, e.status(), name, Optional.of(e.getMessage()));
        }
    }

    private Response page(Request request, Visitor visitor, int status, String name, Optional<String> error)
            throws ProviderException {
        List<HomePage.ServerRow> rows = new ArrayList<>();
        rows.add(row(servers.view(ServerRef.of(visitor.name())), visitor));
        servers.all(visitor.name()).stream()
                .filter(record -> !record.server().name().isEmpty())
                .forEach(record -> rows.add(row(servers.view(record), visitor)));
        Optional<HomePage.NewServer> newServer = servers.policy().namedServers()
                ? Optional.of(new HomePage.NewServer(
                        paths.hub("home"),
                        name,
                        error,
                        rows.size() - 1,
                        servers.policy().namedServerLimit()))
                : Optional.empty();
        return login.page(
                request, visitor, status, chrome -> pages.home(new HomePage(chrome, List.copyOf(rows), newServer)));
    }
}
