package dev.hubwright.hub.pages;

import dev.hubwright.api.InvalidSettings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Renders the hub's pages as HTML documents. Thread-safe; does not block, except for reading its own files once. */
public final class Pages {

    private static final Pattern SOURCE = Pattern.compile("https?://(\\*\\.)?[A-Za-z0-9.\\[\\]:-]+(:\\*)?");

    private final String baseUrl;
    private final String version;
    private final Assets assets = new Assets();
    private final Templates templates;
    private volatile Supplier<Banner> banner = Banner::none;

    private Pages(String baseUrl, List<Path> folders, String version) {
        this.baseUrl = baseUrl;
        this.version = version;
        this.templates = new Templates(folders, new PageExtension(assets, baseUrl + "hub/static/"));
    }

    /**
     * Prepares the pages.
     *
     * @param baseUrl the path that everything lies below, {@code /} or such as {@code /pfx/}
     * @param folders where templates are that replace built-in ones of the same name, and may extend those as
     *     {@code default/home.html}; what is in the first one counts most
     * @param version the hub's, shown to people who are logged in
     * @throws InvalidSettings if a folder is missing or a template in it cannot be compiled
     * @throws IllegalArgumentException if the path does not begin and end with a slash
     */
    public static Pages create(String baseUrl, List<Path> folders, String version) {
        if (!baseUrl.startsWith("/") || !baseUrl.endsWith("/")) {
            throw new IllegalArgumentException(
                    "The base URL \"" + baseUrl + "\" must begin and end with a slash; try \"/hub-path/\"");
        }
        return new Pages(baseUrl, folders, version);
    }

    /**
     * Reads the templates of these folders in place of those that were read before.
     *
     * @throws InvalidSettings if a folder is missing or a template cannot be compiled; then nothing has changed
     */
    public void use(List<Path> folders) {
        templates.use(folders);
    }

    /** Shows on every page from now on what is said then. */
    public void announce(Supplier<Banner> says) {
        banner = says;
    }

    /** The page where people sign in. */
    public String login(LoginPage page) {
        return render("login", page);
    }

    /** The list of somebody's servers. */
    public String home(HomePage page) {
        return render("home", page);
    }

    /** The form that starts a server. */
    public String spawn(SpawnPage page) {
        return render("spawn", page);
    }

    /** A start that goes on. */
    public String pending(PendingPage page) {
        return render("pending", page);
    }

    /** A server that is stopped or has failed. */
    public String notRunning(NotRunningPage page) {
        return render("not-running", page);
    }

    /** A stop that goes on. */
    public String stopping(StoppingPage page) {
        return render("stopping", page);
    }

    /** An error. */
    public String error(ErrorPage page) {
        return render("error", page);
    }

    /** The question whether a service may act for somebody. */
    public String oauth(OAuthPage page) {
        return render("oauth", page);
    }

    /** The question whether somebody wants what is shared with them. */
    public String acceptShare(AcceptSharePage page) {
        return render("accept-share", page);
    }

    /** The steps by which a program without a browser gets a token. */
    public String device(DevicePage page) {
        return render("device", page);
    }

    /** Somebody's tokens. */
    public String tokens(TokensPage page) {
        return render("tokens", page);
    }

    /** The people of the hub, for administrators. */
    public String people(PeoplePage page) {
        return render("people", page);
    }

    /** One person, for administrators. */
    public String person(PersonPage page) {
        return render("person", page);
    }

    /** The groups, for administrators. */
    public String groups(GroupsPage page) {
        return render("groups", page);
    }

    /** Who is in a group, for administrators. */
    public String group(GroupPage page) {
        return render("group", page);
    }

    /** The browsers in which people are logged in, for administrators. */
    public String sessions(SessionsPage page) {
        return render("sessions", page);
    }

    /** The last logins, for administrators. */
    public String logins(LoginsPage page) {
        return render("logins", page);
    }

    /** The services, for administrators. */
    public String services(ServicesPage page) {
        return render("services", page);
    }

    /** The settings of the hub, for administrators. */
    public String settings(SettingsPage page) {
        return render("settings", page);
    }

    /** Maintenance and the announcement, for administrators. */
    public String notices(NoticesPage page) {
        return render("notices", page);
    }

    /** What somebody should know before they go on. */
    public String notice(NoticePage page) {
        return render("notice", page);
    }

    /** The end of a session. */
    public String logout(LogoutPage page) {
        return render("logout", page);
    }

    /**
     * Finds a static file.
     *
     * @param path what follows {@code hub/static/} in the address, decoded, without the query
     * @return empty if there is none, which is the case for every path with {@code ..} in it
     */
    public Optional<Asset> asset(String path) {
        return assets.find(path);
    }

    /** The value of the header {@code Content-Security-Policy} that every page needs. */
    public String contentSecurityPolicy() {
        return contentSecurityPolicy(List.of());
    }

    /**
     * The same, for pages whose forms may end on another origin. Browsers hold the whole chain of redirects that
     * follows a form against the policy: a login or a confirmation that leads to a service elsewhere, or a start that
     * leads to a subdomain.
     *
     * @param formTargets origins such as {@code https://service.example.org} or {@code https://*.hub.example.org}
     * @throws IllegalArgumentException if one of them is not an origin
     */
    public String contentSecurityPolicy(Collection<String> formTargets) {
        StringBuilder formAction = new StringBuilder("form-action 'self'");
        for (String target : formTargets) {
            if (!SOURCE.matcher(target).matches()) {
                throw new IllegalArgumentException("\"" + target
                        + "\" is not an origin; give scheme, host and port alone, as in https://service.example.org");
            }
            formAction.append(' ').append(target);
        }
        return "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; " + formAction;
    }

    private String render(String template, Page page) {
        return templates.render(
                template + ".html", Map.of("page", page, "base", baseUrl, "version", version, "banner", banner.get()));
    }
}
