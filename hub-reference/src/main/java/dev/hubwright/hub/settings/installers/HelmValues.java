package dev.hubwright.hub.settings.installers;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.python.PythonSettings;
import dev.hubwright.hub.settings.source.Extension;
import dev.hubwright.hub.settings.source.References;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Reads the values of the Helm chart Zero to JupyterHub, as the chart itself would hand them to a hub: its defaults, then
 * {@code hub.*}, {@code singleuser.*} and the rest, then {@code hub.config}, then the code in {@code hub.extraConfig}.
 */
public final class HelmValues {

    private static final Set<String> TOP = Set.of(
            "hub",
            "proxy",
            "singleuser",
            "cull",
            "scheduling",
            "prePuller",
            "ingress",
            "httpRoute",
            "rbac",
            "debug",
            "imagePullSecret",
            "imagePullSecrets",
            "custom",
            "enabled",
            "global",
            "fullnameOverride",
            "nameOverride",
            "auth");
    private static final String OBJECT =
            "concerns objects that the chart makes in the cluster, and changes nothing about the hub's own settings";

    private static final Origin CHART = new Origin("default of the Helm chart");

    private final Statements sink;
    private final Map<String, String> environment;
    private final BiPredicate<String, String> knows;
    private final Translation translation;

    private HelmValues(Statements sink, Map<String, String> environment, BiPredicate<String, String> knows) {
        this.sink = sink;
        this.environment = environment;
        this.knows = knows;
        this.translation = new Translation("no value of the Helm chart", sink);
    }

    /** Whether a document is one of the chart, also where the chart is a part of another. */
    public static boolean are(Tree root) {
        Tree values = unwrapped(root);
        return values != root
                || values.find("hub").isPresent()
                || values.find("singleuser").isPresent()
                || (!values.entries().isEmpty()
                        && TOP.containsAll(values.entries().keySet())
                        && !isTljh(values));
    }

    private static boolean isTljh(Tree values) {
        return values.find("auth", "type")
                .flatMap(Tree::text)
                .filter(type -> type.contains("."))
                .isPresent();
    }

    /** Merges values as Helm does: later ones win, key by key at any depth, and {@code null} takes back. */
    public static Tree merged(Tree earlier, Tree later) {
        Tree first = unwrapped(earlier);
        Tree second = unwrapped(later);
        if (!first.isMap() || !second.isMap()) {
            return second;
        }
        Map<String, Tree> entries = new LinkedHashMap<>(first.entries());
        second.entries().forEach((key, value) -> entries.merge(key, value, HelmValues::merged));
        entries.values().removeIf(Tree::isNull);
        return new Tree(entries, second.origin());
    }

    /**
     * Reads values.
     *
     * @param file for messages about code in them
     * @param environment what {@code os.environ} has in code
     * @param knows whether an installed provider has a setting, by section and key: the chart's defaults are
     *     set only where somebody reads them
     */
    public static void read(
            Tree root, Path file, Map<String, String> environment, BiPredicate<String, String> knows, Statements sink) {
        Tree values = unwrapped(root);
        HelmValues reading = new HelmValues(sink, environment, knows);
        reading.defaults();
        reading.describe().walk(values);
        new SingleUserValues(reading.translation, sink, knows).finish(values);
        new PodPlacement(sink, knows).finish(values);
        new Culling("cull", sink).read(values.find("cull"), 3600, 600, CHART);
        new HelmAuth(reading.translation, sink).read(values);
        values.find("hub", "config").ifPresent(reading::config);
        values.find("hub", "extraFiles")
                .ifPresent(files -> new HubFiles(sink).read(files, code -> reading.code(file, code)));
        values.find("hub", "extraConfig").ifPresent(code -> reading.extraConfig(file, code));
    }

    private static Tree unwrapped(Tree root) {
        return root.find("jupyterhub").filter(Tree::isMap).orElse(root);
    }

    private void defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("JupyterHub.authenticator_class", "dummy");
        defaults.put("JupyterHub.spawner_class", "kubespawner.KubeSpawner");
        defaults.put("JupyterHub.hub_bind_url", "http://:8081");
        defaults.put("JupyterHub.hub_connect_url", "http://hub:8081");
        defaults.put("JupyterHub.db_url", "sqlite:///jupyterhub.sqlite");
        defaults.put("JupyterHub.last_activity_interval", 60L);
        defaults.put("JupyterHub.concurrent_spawn_limit", 64L);
        defaults.putAll(SingleUserValues.defaults());
        defaults.forEach((path, value) -> {
            int dot = path.indexOf('.');
            if (knows.test(path.substring(0, dot), path.substring(dot + 1))) {
                sink.set(path.substring(0, dot), path.substring(dot + 1), value, CHART);
            }
        });
    }

    private Translation describe() {
        SingleUserValues.describe(translation);
        PodPlacement.describe(translation);
        HelmAuth.describe(translation);
        return translation
                .settings(
                        "hub.baseUrl", "JupyterHub.base_url",
                        "hub.cookieSecret", "JupyterHub.cookie_secret",
                        "hub.concurrentSpawnLimit", "JupyterHub.concurrent_spawn_limit",
                        "hub.activeServerLimit", "JupyterHub.active_server_limit",
                        "hub.allowNamedServers", "JupyterHub.allow_named_servers",
                        "hub.namedServerLimitPerUser", "JupyterHub.named_server_limit_per_user",
                        "hub.shutdownOnLogout", "JupyterHub.shutdown_on_logout",
                        "hub.redirectToServer", "JupyterHub.redirect_to_server",
                        "hub.authenticatePrometheus", "JupyterHub.authenticate_prometheus",
                        "hub.consecutiveFailureLimit", "Spawner.consecutive_failure_limit",
                        "hub.templatePaths", "JupyterHub.template_paths",
                        "hub.templateVars", "JupyterHub.template_vars",
                        "hub.publicURL", "JupyterHub.public_url",
                        "hub.db.url", "JupyterHub.db_url",
                        "hub.db.password", "JupyterHub.db_password",
                        "proxy.secretToken", "ConfigurableHTTPProxy.auth_token")
                .handle("hub.config", (place, tree) -> {})
                .handle("hub.extraConfig", (place, tree) -> {})
                .handle("hub.extraFiles", (place, tree) -> {})
                .handle("hub.db.type", this::database)
                .handle("hub.services", this::services)
                .handle("hub.loadRoles", this::roles)
                .handle("hub.extraEnv", this::variables)
                .handle("debug.enabled", this::debug)
                .handle("cull", (place, tree) -> {})
                .handle("proxy.https", this::https)
                .note("is read by code of the chart's own only", "custom", "global", "enabled")
                .note("has no effect: the database is brought up to date at each start", "hub.db.upgrade")
                .note(
                        "has no effect: the hub's own proxy runs inside the hub; one apart, hubwright proxy, takes the"
                                + " same options on its command line",
                        "proxy.chp")
                .note("has no effect: the hub's own proxy runs inside the hub", "proxy.traefik", "proxy.secretSync")
                .note(
                        "is a Secret with values that are not in this file; give them to the hub, by ${file:...} or"
                                + " by its environment",
                        "hub.existingSecret")
                .note(
                        OBJECT,
                        objects(
                                "hub",
                                "annotations",
                                "args",
                                "command",
                                "containerSecurityContext",
                                "db.pvc",
                                "deploymentStrategy",
                                "extraContainers",
                                "extraPodSpec",
                                "extraVolumeMounts",
                                "extraVolumes",
                                "fsGid",
                                "image",
                                "imagePullPolicy",
                                "initContainers",
                                "labels",
                                "lifecycle",
                                "livenessProbe",
                                "networkPolicy",
                                "nodeSelector",
                                "pdb",
                                "podSecurityContext",
                                "readinessProbe",
                                "resources",
                                "revisionHistoryLimit",
                                "service",
                                "serviceAccount",
                                "serviceAccountName",
                                "tolerations",
                                "uid",
                                "terminationGracePeriodSeconds",
                                "topologySpreadConstraints",
                                "strategy",
                                "deployment"))
                .note(
                        OBJECT,
                        objects(
                                "proxy",
                                "annotations",
                                "deploymentStrategy",
                                "labels",
                                "service",
                                "networkPolicy",
                                "nodeSelector",
                                "pdb",
                                "nginx",
                                "autohttps",
                                "replicaCount"))
                .note(OBJECT, "prePuller", "ingress", "httpRoute", "rbac", "fullnameOverride", "nameOverride");
    }

    private static String[] objects(String top, String... keys) {
        return List.of(keys).stream().map(key -> top + "." + key).toArray(String[]::new);
    }

    private void database(String place, Tree type) {
        switch (type.text().orElse("")) {
            case "sqlite-pvc" -> translation.set("JupyterHub.db_url", "sqlite:///jupyterhub.sqlite", type);
            case "sqlite-memory" -> translation.set("JupyterHub.db_url", "sqlite://", type);
            case "other", "postgres" -> sink.note(new Problem(place, "says that hub.db.url decides", type.origin()));
            default ->
                sink.problem(new Problem(
                        place,
                        "asks for a database that is not supported; write sqlite-pvc, or postgres",
                        type.origin()));
        }
    }

    private void services(String place, Tree services) {
        List<Object> all = new ArrayList<>();
        services.entries().forEach((name, service) -> {
            Map<String, Object> entries = new LinkedHashMap<>();
            entries.put("name", name);
            service.withTexts(References::escape)
                    .entries()
                    .forEach((key, value) -> entries.put(key.equals("apiToken") ? "api_token" : key, value.plain()));
            all.add(entries);
        });
        sink.extend("JupyterHub", "services", new Extension(Extension.Kind.APPEND, all), services.origin());
    }

    private void roles(String place, Tree roles) {
        List<Object> all = new ArrayList<>();
        roles.entries().forEach((name, role) -> {
            Map<String, Object> entries = new LinkedHashMap<>();
            entries.put("name", name);
            role.withTexts(References::escape).entries().forEach((key, value) -> entries.put(key, value.plain()));
            all.add(entries);
        });
        sink.extend("JupyterHub", "load_roles", new Extension(Extension.Kind.APPEND, all), roles.origin());
    }

    private void variables(String place, Tree variables) {
        Map<String, Object> plain = new LinkedHashMap<>();
        variables.entries().forEach((name, value) -> variable(place, name, value, plain));
        for (Tree element : variables.elements()) {
            element.find("name")
                    .flatMap(Tree::text)
                    .ifPresent(
                            name -> variable(place, name, element.find("value").orElse(element), plain));
        }
        if (!plain.isEmpty()) {
            sink.extend("JupyterHub", "environment", new Extension(Extension.Kind.UPDATE, plain), variables.origin());
        }
    }

    private void variable(String place, String name, Tree value, Map<String, Object> plain) {
        value.text()
                .ifPresentOrElse(
                        text -> plain.put(name, References.escape(text)),
                        () -> sink.note(new Problem(
                                place + "." + name,
                                "comes from an object of the cluster; see to it that the hub is started with it",
                                value.origin())));
    }

    private void debug(String place, Tree enabled) {
        if (enabled.text().orElse("").equals("true")) {
            translation.set("Application.log_level", "DEBUG", enabled);
            translation.set("Spawner.debug", true, enabled);
        }
    }

    private void https(String place, Tree https) {
        boolean enabled =
                https.find("enabled").flatMap(Tree::text).orElse("true").equals("true");
        List<Tree> hosts = https.find("hosts").map(Tree::elements).orElse(List.of());
        if (enabled && !hosts.isEmpty() && hosts.get(0).text().isPresent()) {
            translation.set(
                    "JupyterHub.public_url", "https://" + hosts.get(0).text().get() + "/", https);
        }
        sink.note(new Problem(
                place,
                "is not done by the hub, which speaks http; put a proxy in front that speaks https",
                https.origin()));
    }

    private void config(Tree config) {
        config.entries().forEach((section, keys) -> {
            if (keys.isMap()) {
                keys.entries().forEach((key, value) -> translation.set(section + "." + key, value));
            } else if (!keys.isNull()) {
                sink.problem(new Problem("hub.config." + section, "is a section and must hold keys", keys.origin()));
            }
        });
    }

    private void extraConfig(Path file, Tree code) {
        Map<String, Tree> pieces = new TreeMap<>(code.isMap() ? code.entries() : Map.of("", code));
        pieces.values().forEach(piece -> code(file, piece));
    }

    private void code(Path file, Tree piece) {
        piece.text().ifPresent(text -> {
            int line = line(piece.origin()) + (text.contains("\n") ? 1 : 0);
            PythonSettings.read(file, line, text, environment, sink);
        });
    }

    private static int line(Origin origin) {
        String number = origin.description().substring(origin.description().lastIndexOf(':') + 1);
        return number.matches("\\d{1,7}") ? Integer.parseInt(number) : 1;
    }
}
