package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.Audit;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.services.Services;
import dev.hubwright.hub.settings.ServiceDefinition;
import dev.hubwright.hub.settings.ServiceReader;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The API about services: what there is, and those that come and go while the hub runs. */
public final class ServiceApi {

    private static final int SHORTEST_TOKEN = 32;

    private final Services services;
    private final Visitors visitors;
    private final Roles roles;
    private final Audit audit;

    /** Takes what it works with. */
    public ServiceApi(Services services, Visitors visitors, Roles roles, Audit audit) {
        this.services = services;
        this.visitors = visitors;
        this.roles = roles;
        this.audit = audit;
    }

    /** Adds its routes. */
    public void addTo(Router router, HubPaths paths) {
        router.add("GET", paths.api("services"), this::list);
        router.add("GET", paths.api("services/{service}"), this::get);
        router.add("POST", paths.api("services/{service}"), this::create);
        router.add("DELETE", paths.api("services/{service}"), this::remove);
    }

    /** An object by name, as in JupyterHub: this list is the one that comes in no pages. */
    private Response list(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        if (!visitor.scopes().mentions("list:services")) {
            throw new HttpError(403, "This needs the scope list:services");
        }
        ObjectNode all = Json.object();
        services.all().stream()
                .filter(service -> visitor.scopes().allowsService("list:services", service.name()))
                .forEach(service -> all.set(service.name(), model(service, visitor.scopes())));
        return Json.ok(all);
    }

    private Response get(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        Optional<ServiceDefinition> service = services.find(request.path("service"));
        boolean anywhere = visitor.scopes().mentions("read:services:name")
                || visitor.scopes().mentions("read:roles:services");
        if (!anywhere) {
            throw new HttpError(403, "This needs the scope read:services");
        }
        return service.filter(known -> visitor.scopes().allowsService("read:services:name", known.name())
                        || visitor.scopes().allowsService("read:roles:services", known.name()))
                .map(known -> Json.ok(model(known, visitor.scopes())))
                .orElseThrow(() -> new HttpError(404, "There is no service " + request.path("service")));
    }

    /** One that somebody else runs: 201, 409 if there is one of this name. */
    private Response create(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        if (!visitor.scopes().allowsService("admin:services", request.path("service"))) {
            throw new HttpError(403, "This needs the scope admin:services");
        }
        String name = request.path("service");
        ObjectNode body = Json.body(request);
        if (!ServiceReader.isName(name)) {
            throw new HttpError(400, "A service's name has no \"/\", no spaces at its ends and 255 characters at most");
        }
        if (services.find(name).isPresent()) {
            throw new HttpError(409, "There is a service " + name + " already");
        }
        if (body.has("name")) {
            throw new HttpError(400, "name: it stands in the path");
        }
        Map<String, Object> fields = Json.plain(body);
        ServiceDefinition wanted = read(name, fields);
        refuseWhatIsTheSettings(wanted);
        refuseWhatAdministratorsGive(visitor, wanted);
        ServiceDefinition service = services.add(wanted, fields)
                .orElseThrow(() -> new HttpError(
                        409, "There is a service of this name, or one with this oauth_client_id, already"));
        audit.record("service-added", name, Map.of("by", visitor.name()));
        return Response.json(201, model(service, visitor.scopes()).toString());
    }

    private static ServiceDefinition read(String name, Map<String, Object> fields) {
        try {
            return ServiceReader.read(name, fields);
        } catch (InvalidSettings e) {
            throw new HttpError(
                    400,
                    e.problems().stream()
                            .map(problem -> problem.path()
                                            .substring(problem.path().lastIndexOf("].") + 2) + " " + problem.message())
                            .collect(Collectors.joining("; ")));
        }
    }

    private static void refuseWhatIsTheSettings(ServiceDefinition wanted) {
        refuseUnless(wanted.command().isEmpty(), "command");
        refuseUnless(wanted.environment().isEmpty(), "environment");
        if (wanted.apiToken()
                .filter(token -> token.reveal().length() < SHORTEST_TOKEN)
                .isPresent()) {
            throw new HttpError(400, "api_token must have 32 characters or more, as \"openssl rand -hex 32\" prints");
        }
    }

    private static void refuseUnless(boolean absent, String field) {
        if (!absent) {
            throw new HttpError(400, field + ": the hub starts the services of its settings alone");
        }
    }

    /** Else whoever may add services could become more than they are. */
    private void refuseWhatAdministratorsGive(Visitor visitor, ServiceDefinition wanted) {
        boolean gives = wanted.admin()
                || wanted.oauthNoConfirm()
                || !wanted.oauthClientAllowedScopes().isEmpty()
                || !roles.namesOfService(wanted.name(), false).isEmpty();
        if (gives && !visitor.isAdministrator()) {
            throw new HttpError(
                    403,
                    "Only administrators may add a service with admin, oauth_no_confirm, oauth_client_allowed_scopes or a role");
        }
    }

    /** One that came so: 200, 405 for those of the settings. */
    private Response remove(Request request) throws ProviderException, InterruptedException {
        Visitor visitor = visitors.forApi(request);
        String name = request.path("service");
        if (!visitor.scopes().allowsService("admin:services", name)) {
            throw visitor.scopes().mentions("admin:services")
                    ? Access.notFound("service " + name)
                    : new HttpError(403, "This needs the scope admin:services");
        }
        if (services.isSettled(name)) {
            throw new HttpError(405, "The service " + name + " stands in the settings; take it out there");
        }
        if (!services.remove(name)) {
            throw new HttpError(404, "There is no service " + name);
        }
        audit.record("service-removed", name, Map.of("by", visitor.name()));
        return Response.status(200);
    }

    private ObjectNode model(ServiceDefinition service, ScopeSet scopes) {
        ObjectNode model = Json.object();
        model.put("kind", "service");
        model.put("name", service.name());
        model.put("admin", service.admin());
        if (scopes.allowsService("read:services", service.name())) {
            model.put("url", service.url().map(Object::toString).orElse(null));
            model.put("prefix", services.prefix(service).orElse(null));
            Models.array(model, "command", service.command());
            model.put("pid", services.pid(service).orElse(0L));
            model.set("info", Json.tree(service.info()));
            model.put("display", service.display());
        }
        if (scopes.allowsService("read:roles:services", service.name())) {
            Models.array(model, "roles", roles.namesOfService(service.name(), service.admin()));
        }
        return model;
    }
}
