package dev.hubwright.hub.admin;

import dev.hubwright.hub.web.Router;

/** All pages for administrators. */
public final class AdminPages {

    private final AdminParts parts;

    /** Takes what it works with. */
    public AdminPages(AdminParts parts) {
        this.parts = parts;
    }

    /** Adds their routes. */
    public void addTo(Router router) {
        AdminArea area = new AdminArea(parts.login(), parts.paths());
        new PeoplePages(parts, area).addTo(router);
        new PersonPages(parts, area).addTo(router);
        new GroupPages(parts, area).addTo(router);
        new ServicePages(parts, area).addTo(router);
        new SessionPages(parts, area).addTo(router);
        new NoticePages(parts, area).addTo(router);
        new SettingsPages(parts, area).addTo(router);
    }
}
