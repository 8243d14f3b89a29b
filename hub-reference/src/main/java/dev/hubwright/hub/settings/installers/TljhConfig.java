package dev.hubwright.hub.settings.installers;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** Reads {@code config.yaml} of The Littlest JupyterHub. */
public final class TljhConfig {

    private static final Set<String> TOP = Set.of(
            "users", "limits", "auth", "user_environment", "https", "http", "services", "base_url", "traefik_api");
    private static final Map<String, String> PAGES = Map.of(
            "jupyterlab", "/lab", "classic", "/tree", "nteract", "/nteract", "retrolab", "/retro", "notebook", "/tree");

    private final Statements sink;
    private final BiPredicate<String, String> knows;
    private final Translation translation;

    private TljhConfig(Statements sink, BiPredicate<String, String> knows) {
        this.sink = sink;
        this.knows = knows;
        this.translation = new Translation("no setting of The Littlest JupyterHub", sink);
    }

    /** Whether a document is one of that installer. */
    public static boolean is(Tree root) {
        return !root.entries().isEmpty() && TOP.containsAll(root.entries().keySet());
    }

    /**
     * Reads the document.
     *
     * @param knows whether the hub or an installed provider has a setting, by section and key
     */
    public static void read(Tree root, BiPredicate<String, String> knows, Statements sink) {
        TljhConfig reading = new TljhConfig(sink, knows);
        reading.describe().walk(root);
        reading.rest(root);
    }

    private Translation describe() {
        return translation
                .settings(
                        "users.allowed", "Authenticator.allowed_users",
                        "users.banned", "Authenticator.blocked_users",
                        "users.admin", "Authenticator.admin_users",
                        "limits.memory", "Spawner.mem_limit",
                        "limits.cpu", "Spawner.cpu_limit",
                        "base_url", "JupyterHub.base_url",
                        "http.port", "JupyterHub.port",
                        "http.address", "JupyterHub.ip")
                .handle("auth", (place, tree) -> {})
                .handle("services.cull", (place, tree) -> {})
                .handle("user_environment.default_app", this::defaultApp)
                .handle("https", this::https)
                .note("is not supported: the hub makes no accounts of the machine", "users.extra_user_groups")
                .note(
                        "is not supported: the page that changes settings is the installer's own",
                        "services.configurator")
                .note("has no effect: the hub's own proxy runs inside the hub", "traefik_api", "http.limits");
    }

    private void rest(Tree root) {
        new Culling("services.cull", sink)
                .read(root.find("services", "cull"), 600, 60, new Origin("default of The Littlest JupyterHub"));
        Tree auth = root.find("auth").orElse(new Tree(Map.of(), root.origin()));
        Tree type = auth.find("type").orElse(new Tree("firstuseauthenticator.FirstUseAuthenticator", root.origin()));
        translation.set("JupyterHub.authenticator_class", type);
        auth.entries().forEach((section, keys) -> {
            if (keys.isMap()) {
                keys.entries().forEach((key, value) -> translation.set(section + "." + key, value));
            } else if (!section.equals("type") && !keys.isNull()) {
                sink.problem(new Problem("auth." + section, "is a section and must hold keys", keys.origin()));
            }
        });
        sink.note(new Problem(
                "JupyterHub.spawner_class",
                "is what this hub has by default: The Littlest JupyterHub starts servers by systemd, as accounts"
                        + " named jupyter-NAME that it makes itself; here a server runs as the account of its person",
                root.origin()));
    }

    private void defaultApp(String place, Tree app) {
        String page = PAGES.get(app.text().orElse(""));
        if (page == null) {
            sink.problem(new Problem(
                    place, "must be one of " + PAGES.keySet().stream().sorted().toList(), app.origin()));
        } else {
            translation.set("Spawner.default_url", page, app);
        }
    }

    private void https(String place, Tree https) {
        if (!https.find("enabled").flatMap(Tree::text).orElse("false").equals("true")) {
            return;
        }
        https.find("tls", "key").ifPresent(key -> translation.set("JupyterHub.ssl_key", key));
        https.find("tls", "cert").ifPresent(certificate -> translation.set("JupyterHub.ssl_cert", certificate));
        List<Tree> domains =
                https.find("letsencrypt", "domains").map(Tree::elements).orElse(List.of());
        if (!domains.isEmpty()) {
            domains.get(0)
                    .text()
                    .ifPresent(name -> translation.set("JupyterHub.public_url", "https://" + name + "/", https));
            sink.problem(new Problem(
                    "https.letsencrypt",
                    "is not supported: put a proxy in front that gets certificates, such as Caddy, and leave https out",
                    https.origin()));
        }
    }
}
