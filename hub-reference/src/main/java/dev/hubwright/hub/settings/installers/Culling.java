package dev.hubwright.hub.settings.installers;

import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Extension;
import dev.hubwright.hub.settings.source.Statements;
import dev.hubwright.hub.settings.source.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** The service that stops idle servers, which both installers run, with the scopes that it needs. */
final class Culling {

    private static final String NAME = "jupyterhub-idle-culler";

    private final Statements sink;
    private final BiPredicate<String, String> knows;

    Culling(Statements sink, BiPredicate<String, String> knows) {
        this.sink = sink;
        this.knows = knows;
    }

    void read(Tree cull) {
        if (!value(cull, "enabled", "true").equals("true")) {
            return;
        }
        if (!knows.test("JupyterHub", "services")) {
            sink.problem(new Problem(
                    "cull",
                    "asks for a service that stops idle servers; services are not supported yet; write enabled: false",
                    cull.origin()));
            return;
        }
        sink.extend(
                "JupyterHub", "services", new Extension(Extension.Kind.APPEND, List.of(service(cull))), cull.origin());
        sink.extend(
                "JupyterHub", "load_roles", new Extension(Extension.Kind.APPEND, List.of(role(cull))), cull.origin());
    }

    private static Map<String, Object> service(Tree cull) {
        List<Object> command = new ArrayList<>(List.of("python3", "-m", "jupyterhub_idle_culler"));
        command.add("--timeout=" + value(cull, "timeout", "3600"));
        command.add("--cull-every=" + value(cull, "every", "600"));
        command.add("--concurrency=" + value(cull, "concurrency", "10"));
        String age = value(cull, "maxAge", value(cull, "max_age", "0"));
        if (!age.equals("0")) {
            command.add("--max-age=" + age);
        }
        if (value(cull, "users", "false").equals("true")) {
            command.add("--cull-users");
        }
        if (value(cull, "adminUsers", "true").equals("false")) {
            command.add("--cull-admin-users=false");
        }
        if (value(cull, "removeNamedServers", "false").equals("true")) {
            command.add("--remove-named-servers");
        }
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("name", NAME);
        service.put("command", command);
        return service;
    }

    private static Map<String, Object> role(Tree cull) {
        List<Object> scopes =
                new ArrayList<>(List.of("list:users", "read:users:activity", "read:servers", "delete:servers"));
        if (value(cull, "users", "false").equals("true")) {
            scopes.add("admin:users");
        }
        Map<String, Object> role = new LinkedHashMap<>();
        role.put("name", NAME);
        role.put("scopes", scopes);
        role.put("services", List.of(NAME));
        return role;
    }

    private static String value(Tree cull, String key, String otherwise) {
        return cull.find(key).flatMap(Tree::text).orElse(otherwise);
    }
}
