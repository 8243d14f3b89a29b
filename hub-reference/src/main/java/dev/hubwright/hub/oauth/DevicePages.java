package dev.hubwright.hub.oauth;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.login.LoginPages;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.pages.DevicePage;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.scopes.Holder;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.store.DeviceGrants;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a person types the code that a program shows, reads what it wants, and says yes or no. The code is never part of
 * a link: what somebody sends with one would be allowed by a click.
 */
public final class DevicePages {

    private final DeviceGrants grants;
    private final Visitors visitors;
    private final Roles roles;
    private final LoginPages login;
    private final Pages pages;
    private final HubPaths paths;
    private final Audit audit;
    private final GuessLimit guesses;

    /** Takes what it works with. */
    public DevicePages(
            DeviceGrants grants,
            Visitors visitors,
            Roles roles,
            LoginPages login,
            Pages pages,
            HubPaths paths,
            Clock clock,
            Audit audit) {
        this.grants = grants;
        this.visitors = visitors;
        this.roles = roles;
        this.login = login;
        this.pages = pages;
        this.paths = paths;
        this.audit = audit;
        this.guesses = new GuessLimit(clock);
    }

    /** Adds its routes. */
    public void addTo(Router router) {
        router.add("GET", paths.hub("device"), this::ask);
        router.add("POST", paths.hub("device"), this::answer);
    }

    private Response ask(Request request) throws ProviderException, InterruptedException {
        Optional<Visitor> visitor = visitors.byCookie(request);
        return visitor.isPresent()
                ? show(request, visitor.get(), 200, DevicePage.asks(action()))
                : login.redirectToLogin(request);
    }

    private Response answer(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.byCookieToChange(request);
        if (guesses.isUsedUp(visitor.name())) {
            return show(
                    request,
                    visitor,
                    429,
                    DevicePage.asks(action()).withError("Too many wrong codes. Try again in ten minutes."));
        }
        String code = request.field("code").orElse("").toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        Optional<DeviceGrants.Wish> wish = grants.find(Secret.of(code));
        if (wish.isEmpty()) {
            guesses.wrong(visitor.name());
            return show(
                    request,
                    visitor,
                    400,
                    DevicePage.asks(action())
                            .withError(
                                    "No program waits with this code. It may be mistyped, or older than ten minutes."));
        }
        Optional<String> answer = request.field("answer");
        if (answer.isEmpty()) {
            return show(request, visitor, 200, question(code, wish.get()));
        }
        return decide(request, visitor, code, wish.get(), answer.get().equals("allow"));
    }

    private Response decide(Request request, Visitor visitor, String code, DeviceGrants.Wish wish, boolean allowed)
            throws ProviderException {
        ScopeSet wanted = roles.read(wish.scopes(), Holder.user(visitor.name()), visitor.scopes());
        if (allowed && !visitor.scopes().includesAll(wanted)) {
            return show(
                    request,
                    visitor,
                    403,
                    question(code, wish)
                            .withError("It asks for more than you may do yourself, so you cannot allow it."));
        }
        grants.answer(Secret.of(code), visitor.name(), allowed);
        audit.record(
                allowed ? "device-allowed" : "device-refused",
                visitor.name(),
                Map.of("device", wish.source(), "from", request.peerAddress()));
        String done = allowed
                ? "The program has its token in a moment. You can close this page."
                : "The program gets nothing. You can close this page.";
        return show(request, visitor, 200, DevicePage.asks(action()).withDone(done));
    }

    private DevicePage.Content question(String code, DeviceGrants.Wish wish) {
        return DevicePage.asks(action())
                .withWish(new DevicePage.Wish(
                        DeviceAuthorization.shown(code), wish.source(), wish.created(), described(wish)));
    }

    private static List<String> described(DeviceGrants.Wish wish) {
        return wish.scopes().stream()
                .sorted()
                .map(scope -> scope.equals("inherit") ? "do everything at this hub that you may do" : "use " + scope)
                .toList();
    }

    private Response show(Request request, Visitor visitor, int status, DevicePage.Content content) {
        return login.page(request, visitor, status, chrome -> pages.device(new DevicePage(chrome, content)));
    }

    private String action() {
        return paths.hub("device");
    }
}
