package dev.hubwright.hub.admin;

import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.login.AdminSection;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.pages.ServicesPage;
import dev.hubwright.hub.pages.ServicesPage.About;
import dev.hubwright.hub.pages.ServicesPage.ServiceRow;
import dev.hubwright.hub.pages.ServicesPage.ServiceState;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.services.ServiceProbe;
import dev.hubwright.hub.settings.ServiceDefinition;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services, and whether they are there. */
final class ServicePages {

    private final AdminParts parts;
    private final AdminArea area;
    private final ServiceProbe probe = new ServiceProbe();

    ServicePages(AdminParts parts, AdminArea area) {
        this.parts = parts;
        this.area = area;
    }

    void addTo(Router router) {
        router.add("GET", parts.paths().hub("admin/services"), area.shows(AdminSection.SERVICES, this::list));
    }

    private Response list(Request request, Visitor visitor) throws ProviderException, InterruptedException {
        ScopeSet scopes = visitor.scopes();
        List<ServiceDefinition> seen = parts.services().all().stream()
                .filter(service -> scopes.allowsService("list:services", service.name()))
                .toList();
        Map<String, Boolean> answering = probe.ask(
                seen.stream()
                        .filter(service -> scopes.allowsService("read:services", service.name()))
                        .toList(),
                parts.services());
        List<ServiceRow> rows = new ArrayList<>();
        for (ServiceDefinition service : seen) {
            rows.add(row(service, scopes, Optional.ofNullable(answering.get(service.name()))));
        }
        return area.page(request, visitor, 200, chrome -> parts.pages().services(new ServicesPage(chrome, rows)));
    }

    private ServiceRow row(ServiceDefinition service, ScopeSet scopes, Optional<Boolean> answers)
            throws ProviderException {
        String name = service.name();
        boolean read = scopes.allowsService("read:services", name);
        boolean readRoles = scopes.allowsService("read:roles:services", name);
        return new ServiceRow(
                name,
                parts.services().prefix(service),
                read ? Optional.of(about(service, answers)) : Optional.empty(),
                readRoles ? List.copyOf(parts.roles().namesOfService(name, service.admin())) : List.of(),
                readRoles
                        ? List.copyOf(
                                parts.roles().ofService(name, service.admin()).texts())
                        : List.of());
    }

    private About about(ServiceDefinition service, Optional<Boolean> answers) {
        return new About(
                state(service, answers),
                service.isManaged(),
                service.admin(),
                service.url().map(Object::toString),
                String.join(" ", service.command()));
    }

    private ServiceState state(ServiceDefinition service, Optional<Boolean> answers) {
        if (service.isManaged() && parts.services().pid(service).isEmpty()) {
            return ServiceState.DOWN;
        }
        if (answers.isPresent()) {
            return answers.get() ? ServiceState.UP : ServiceState.DOWN;
        }
        return service.isManaged() ? ServiceState.UP : ServiceState.UNKNOWN;
    }
}
