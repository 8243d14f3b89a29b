package dev.hubwright.hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.services.Services;
import dev.hubwright.hub.settings.ServiceDefinition;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.Optional;

/** The API about services: {@code GET /services} and {@code GET /services/{name}}. */
public final class ServiceApi {

    private final Services services;
    private final Visitors visitors;
    private final Roles roles;

    /** Takes what it works with. */
    public ServiceApi(Services services, Visitors visitors, Roles roles) {
        this.services = services;
        this.visitors = visitors;
        this.roles = roles;
    }

    /** Adds its routes. */
    public void addTo(Router router, HubPaths paths) {
        router.add("GET", paths.api("services"), this::list);
        router.add("GET", paths.api("services/{service}"), this::get);
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
