package dev.hubwright.spawner.sudo;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.spawn.SpawnRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a server of somebody's account sees, but for what the account itself says. */
final class ServerVariables {

    private ServerVariables() {}

    static Map<String, String> of(
            SpawnRequest request, AccountConfig config, ProviderContext context, String host, int port) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String name : config.envKeep()) {
            String value = context.environment().get(name);
            if (value != null) {
                all.put(name, value);
            }
        }
        all.putAll(request.environment().boundTo(host, port));
        return all;
    }

    /** The same text without the server's secrets. */
    static String withoutSecrets(String text, SpawnRequest request) {
        Map<String, String> variables = request.environment().boundTo("127.0.0.1", 1);
        String shown = text;
        for (String name : request.environment().secretNames()) {
            String value = variables.getOrDefault(name, "");
            if (!value.isEmpty()) {
                shown = shown.replace(value, "***");
            }
        }
        return shown;
    }
}
