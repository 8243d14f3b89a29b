package dev.hubwright.hub.admin;

import dev.hubwright.hub.pages.SessionRow;
import dev.hubwright.hub.store.LoginSession;
import dev.hubwright.hub.web.UrlEncoding;

/** Sessions as pages show them. */
record SessionRows(AdminArea area) {

    /** A row on the page {@code here}. */
    SessionRow row(LoginSession session, String here) {
        return new SessionRow(
                session.user(),
                area.person(session.user()),
                session.instance(),
                session.created(),
                session.lastUsed(),
                session.expires(),
                area.paths().hub("admin/sessions/" + UrlEncoding.encode(session.id()) + "/end")
                        + AdminArea.backTo(here));
    }
}
