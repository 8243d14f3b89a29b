package dev.hubwright.hub;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;

/** Somebody on their way through the pages of a hub, in a browser of their own. */
final class Walk implements AutoCloseable {

    private final Chromium chromium = new Chromium();
    private final URI hub;
    private final Looks looks;
    final Page page;

    /** At no page yet. */
    Walk(URI hub) {
        this.hub = hub;
        page = chromium.fresh();
        looks = new Looks(page);
    }

    void go(String path) {
        Chromium.open(page, hub.resolve(path).toString());
    }

    /** Logs in on the way to a page. */
    void logIn(String user, String path) {
        go("/hub/login?next=" + WebClient.encode(path));
        Person.fill(page, user, RunningHub.PASSWORD);
    }

    void press(String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    /** Looks at what is shown now, see {@link Looks}. */
    void look(String name) {
        looks.at(page, name);
    }

    @Override
    public void close() {
        chromium.close();
    }
}
