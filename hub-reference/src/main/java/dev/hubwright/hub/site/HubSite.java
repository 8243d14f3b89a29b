package dev.hubwright.hub.site;

import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.admin.AdminPages;
import dev.hubwright.hub.admin.AdminParts;
import dev.hubwright.hub.login.HubOrigin;
import dev.hubwright.hub.login.Login;
import dev.hubwright.hub.login.LoginMethods;
import dev.hubwright.hub.login.Signer;
import dev.hubwright.hub.login.TokenLife;
import dev.hubwright.hub.login.TokenScopes;
import dev.hubwright.hub.login.UpstreamTokens;
import dev.hubwright.hub.oauth.AuthorizeEndpoint;
import dev.hubwright.hub.oauth.DeviceAuthorization;
import dev.hubwright.hub.oauth.DevicePages;
import dev.hubwright.hub.oauth.DeviceTokens;
import dev.hubwright.hub.oauth.ElsewhereCodes;
import dev.hubwright.hub.oauth.TokenEndpoint;
import dev.hubwright.hub.pages.Asset;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.proxy.ErrorPages;
import dev.hubwright.hub.rest.HealthApi;
import dev.hubwright.hub.rest.NoticeApi;
import dev.hubwright.hub.rest.PolicyReportApi;
import dev.hubwright.hub.rest.ReloadApi;
import dev.hubwright.hub.rest.RestApi;
import dev.hubwright.hub.rest.RestParts;
import dev.hubwright.hub.rest.ServiceApi;
import dev.hubwright.hub.rest.SharingApi;
import dev.hubwright.hub.servers.HomePages;
import dev.hubwright.hub.servers.ServerPages;
import dev.hubwright.hub.store.DeviceGrants;
import dev.hubwright.hub.web.Handler;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.ProtocolVersion;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import dev.hubwright.hub.web.Subdomains;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Every page and operation of a hub at its place, with what all answers have in common. Thread-safe. */
public final class HubSite implements Handler {

    private final HubPaths paths;
    private final Pages pages;
    private final Login login;
    private final ErrorAnswers errors;
    private final Optional<SubdomainRules> subdomains;
    private final ClientAddress clientAddress;
    private final Router router = new Router();

    /** Builds the site. */
    public HubSite(SiteParts parts) {
        this.paths = parts.paths();
        this.pages = parts.pages();
        this.login = new Login(
                parts.store(),
                parts.pipeline(),
                parts.roles(),
                new LoginMethods(parts.authenticators(), parts.otpPrompt()),
                new Signer(parts.cookieSecret()),
                parts.random(),
                pages,
                paths,
                new HubOrigin(parts.publicUrl()),
                parts.services(),
                parts.clock(),
                parts.audit(),
                parts.loginPolicy());
        this.errors = new ErrorAnswers(paths, pages);
        this.subdomains = paths.subdomains().map(domains -> new SubdomainRules(paths, domains));
        this.clientAddress = new ClientAddress(parts.trustedProxies());
        pages.announce(parts.notices()::banner);
        addRoutes(parts);
    }

    /** What the proxy shows where it has nothing to lead to. */
    public ErrorPages errorPages() {
        return (status, path) -> new ErrorPages.Page("text/html; charset=utf-8", errors.page(status));
    }

    private void addRoutes(SiteParts parts) {
        TokenLife tokenLife = new TokenLife(parts.longestTokenLife(), parts.clock());
        RestParts rest = restParts(parts, tokenLife);
        new RestApi(rest).addTo(router);
        new SharingApi(rest).addTo(router);
        parts.reloading().ifPresent(reloading -> new ReloadApi(login.visitors(), reloading).addTo(router, paths));
        new HealthApi(login.visitors(), parts.health()).addTo(router, paths);
        new PolicyReportApi(login.visitors(), parts.metrics()).addTo(router, paths);
        new NoticeApi(login.visitors(), parts.notices(), parts.audit()).addTo(router, paths);
        new SharePages(parts.store(), login, pages, paths, parts.audit()).addTo(router);
        new ServiceApi(parts.services(), login.visitors(), parts.roles(), parts.audit()).addTo(router, paths);
        AuthorizeEndpoint authorize = new AuthorizeEndpoint(
                parts.store(), parts.services(), parts.roles(), login, parts.random(), pages, parts.requirePkce());
        router.add("GET", paths.api("oauth2/authorize"), authorize::get);
        router.add("POST", paths.api("oauth2/authorize"), authorize::post);
        TokenEndpoint tokens = new TokenEndpoint(
                parts.store(), parts.random(), parts.clock(), parts.oauthTokenLife(), addDeviceLogin(parts));
        router.add("POST", paths.api("oauth2/token"), tokens::post);
        MetricsPage metrics = new MetricsPage(parts.metrics(), login.visitors(), parts.openMetrics());
        router.add("GET", paths.hub("metrics"), metrics::get);
        router.add("GET", paths.api("metrics"), metrics::get);
        for (String health : List.of(paths.hub("health"), paths.api("health"))) {
            router.add("GET", health, request -> Response.status(parts.ready().getAsBoolean() ? 200 : 503));
        }
        router.add("OPTIONS", paths.api("**"), this::methods);
        router.add("*", paths.api("**"), request -> {
            throw new HttpError(404, "There is no such operation");
        });
        new HomePages(parts.servers(), login.visitors(), login.pages(), pages, paths).addTo(router);
        new ServerPages(parts.servers(), parts.store().users(), login.visitors(), login.pages(), pages, paths)
                .addTo(router);
        router.add("GET", paths.hub("static/**"), this::asset);
        router.add("GET", paths.hub("logo"), request -> asset(request, "logo.svg"));
        router.add("GET", paths.hub("error/{status}"), this::error);
        new TokenPages(parts.store(), login, new TokenScopes(parts.roles()), pages, parts.random(), paths, tokenLife)
                .addTo(router);
        new AdminPages(new AdminParts(
                        parts.store(),
                        parts.pipeline(),
                        parts.servers(),
                        login,
                        pages,
                        paths,
                        parts.logins(),
                        parts.audit(),
                        parts.clock(),
                        parts.reloading(),
                        parts.services(),
                        parts.roles(),
                        parts.control(),
                        parts.notices()))
                .addTo(router);
        login.addTo(router);
        router.add("GET", paths.hub().substring(0, paths.hub().length() - 1), this::front);
        router.add("*", paths.hub("**"), request -> {
            throw new HttpError(404, "There is no such page");
        });
        router.add("*", paths.base() + "**", this::outside);
    }

    /** Lists lead on to where their client has come from, which is not always where browsers come. */
    private RestParts restParts(SiteParts parts, TokenLife tokenLife) {
        UpstreamTokens upstreamTokens = new UpstreamTokens(
                parts.store(),
                parts.pipeline(),
                parts.random(),
                paths,
                parts.publicUrl(),
                parts.clock(),
                parts.audit());
        return new RestParts(
                parts.store(),
                parts.pipeline(),
                login.visitors(),
                parts.roles(),
                parts.servers(),
                parts.random(),
                tokenLife,
                upstreamTokens,
                new HubOrigin(Optional.empty()),
                parts.publicUrl(),
                parts.control(),
                parts.notices(),
                parts.audit(),
                parts.clock(),
                paths,
                ProtocolVersion.SPOKEN);
    }

    /** How programs without a browser get tokens; empty where the operator does not want that. */
    private Optional<DeviceTokens> addDeviceLogin(SiteParts parts) {
        if (!parts.deviceLogin()) {
            return Optional.empty();
        }
        DeviceGrants grants = parts.store().deviceGrants();
        ElsewhereCodes elsewhere = new ElsewhereCodes(
                parts.pipeline(), parts.store().flows(), parts.random(), parts.clock(), parts.audit());
        DeviceAuthorization authorization = new DeviceAuthorization(
                grants,
                parts.random(),
                paths,
                new HubOrigin(parts.publicUrl()),
                parts.clock(),
                parts.audit(),
                elsewhere,
                parts.roles());
        router.add("POST", paths.api("oauth2/device_authorization"), authorization::post);
        new DevicePages(
                        grants,
                        login.visitors(),
                        parts.roles(),
                        login.pages(),
                        pages,
                        paths,
                        parts.clock(),
                        parts.audit())
                .addTo(router);
        Duration life = parts.longestTokenLife()
                .filter(longest -> longest.compareTo(parts.oauthTokenLife()) < 0)
                .orElse(parts.oauthTokenLife());
        return Optional.of(
                new DeviceTokens(parts.store(), parts.random(), parts.clock(), life, parts.audit(), elsewhere));
    }

    /** The pattern of the address that a request is for, as metrics know it. */
    String handlerOf(Request request) {
        return router.patternOf(request).orElse("none");
    }

    @Override
    public Response handle(Request request) throws Exception {
        Request known = clientAddress.resolve(request);
        Response response;
        try {
            Optional<Response> elsewhere = subdomains.flatMap(rules -> rules.elsewhere(known));
            response = elsewhere.isPresent() ? elsewhere.get() : router.handle(known);
        } catch (HttpError e) {
            response = errors.answer(known, e.status(), e.getMessage());
            if (e.retryAfter().isPresent()) {
                response = response.with(
                        "retry-after", Long.toString(e.retryAfter().get().toSeconds()));
            }
        } catch (ProviderException e) {
            response = errors.unavailable(known, e);
        } catch (RuntimeException e) {
            response = errors.bug(known, e);
        }
        Response answer = subdomains.isPresent() ? subdomains.get().leading(response) : response;
        return answer.withDefault("content-security-policy", policy(known))
                .withDefault("x-content-type-options", "nosniff")
                .withDefault("referrer-policy", "same-origin")
                .withDefault("x-jupyterhub-version", ProtocolVersion.SPOKEN);
    }

    private String policy(Request request) {
        boolean api = (request.rawPath() + "/").startsWith(paths.api(""))
                && !request.rawPath().contains("oauth2");
        return api
                ? "default-src 'none'; frame-ancestors 'none'"
                : pages.contentSecurityPolicy(
                        paths.subdomains().map(Subdomains::everybody).stream().toList());
    }

    /** What an operation can be asked, which browsers want to know before they ask for a page of another site. */
    private Response methods(Request request) {
        SortedSet<String> methods = router.methodsAt(request);
        if (methods.isEmpty()) {
            throw new HttpError(404, "There is no such operation");
        }
        methods.add("OPTIONS");
        Response answer = Response.status(200)
                .with("allow", String.join(", ", methods))
                .with("access-control-allow-headers", "accept, content-type, authorization");
        boolean forAnybody = (request.rawPath() + "/").replaceFirst("//$", "/").equals(paths.api(""));
        return forAnybody ? answer.with("access-control-allow-origin", "*") : answer;
    }

    private Response front(Request request) throws ProviderException, InterruptedException {
        boolean known = login.visitors().byCookie(request).isPresent();
        return Response.redirect(paths.hub(known ? "home" : "login"));
    }

    private Response asset(Request request) {
        return asset(request, request.rawPath().substring(paths.hub("static/").length()));
    }

    private Response asset(Request request, String path) {
        Asset asset = pages.asset(path).orElseThrow(() -> new HttpError(404, "There is no such file"));
        if (request.header("if-none-match").equals(Optional.of(asset.etag()))) {
            return Response.status(304).with("etag", asset.etag());
        }
        return Response.of(200, asset.contentType(), asset.bytes())
                .with("etag", asset.etag())
                .with("cache-control", asset.cacheControl());
    }

    /** For a proxy that fetches its error pages: the page is about the status, and itself a success. */
    private Response error(Request request) {
        String status = request.path("status");
        if (!status.matches("[45]\\d\\d")) {
            throw new HttpError(404, "There is no such page");
        }
        return Response.html(200, errors.page(Integer.parseInt(status)));
    }

    /** Requests for servers that are not there, and for the bare address, come in outside the hub's own part. */
    private Response outside(Request request) {
        String rest = request.uri()
                .substring(Math.min(paths.base().length(), request.uri().length()));
        if (request.method().equals("GET") || request.method().equals("HEAD")) {
            return Response.redirect(paths.hub() + rest.replaceFirst("^/+", ""));
        }
        if (rest.startsWith("user/")) {
            return Response.jsonError(424, "The server is not running");
        }
        throw new HttpError(405, "This address does not take " + request.method());
    }
}
