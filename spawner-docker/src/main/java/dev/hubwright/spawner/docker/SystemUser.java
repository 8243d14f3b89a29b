package dev.hubwright.spawner.docker;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.LocalAccounts;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.SpawnRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a server run as the account of its owner, in the home that the engine's host has for it. */
final class SystemUser {

    private final LocalAccounts accounts;

    SystemUser(LocalAccounts accounts) {
        this.accounts = accounts;
    }

    /** The same config with user, home and variables of the request's owner. */
    DockerConfig of(DockerConfig config, SpawnRequest request) throws ProviderException, InterruptedException {
        String user = request.server().user();
        requirePlain(user);
        int uid = config.get(SystemUserSettings.USER_ID);
        String hostHome = config.get(SystemUserSettings.HOST_HOME);
        Optional<LocalAccount> account =
                uid < 0 || hostHome.isEmpty() ? Optional.of(account(user)) : accounts.find(user);
        long userId = uid >= 0 ? uid : account.orElseThrow().uid();
        int gid = config.get(SystemUserSettings.GROUP_ID);
        long groupId = gid >= 0 ? gid : account.map(LocalAccount::gid).orElse(-1L);
        String home = config.get(SystemUserSettings.IMAGE_HOME).replace("{username}", user);
        String outside =
                hostHome.isEmpty() ? account.orElseThrow().home().toString() : hostHome.replace("{username}", user);
        Map<Object, Object> host = new LinkedHashMap<>();
        List<Long> groups = account.map(LocalAccount::groupIds).orElse(List.of());
        host.put("GroupAdd", groups.stream().map(Object::toString).toList());
        host.putAll((Map<?, ?>) config.get(DockerSettings.EXTRA_HOST_CONFIG));
        return config.overlaid(DockerSettings.VOLUMES, volumes(config, outside, home))
                .overlaid(DockerSettings.EXTRA_HOST_CONFIG, host)
                .overlaid(DockerSettings.EXTRA_CREATE_KWARGS, create(config, user, userId, groupId, home));
    }

    private LocalAccount account(String user) throws ProviderException, InterruptedException {
        return accounts.find(user)
                .filter(found -> found.uid() > 0)
                .orElseThrow(() -> ProviderException.permanent(
                        "The server cannot be started: there is no account for you",
                        "\"" + user + "\" is no account of the hub's machine; create it, or set"
                                + " SystemUserSpawner.user_id and group_id"));
    }

    /** The name becomes a folder of the host as it is. */
    private static void requirePlain(String user) throws ProviderException {
        if (!user.matches("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}") || user.contains("..")) {
            throw ProviderException.permanent(
                    "The server cannot be started under this name",
                    "\"" + user + "\" cannot be an account's name, which would become a folder of the host");
        }
    }

    private static Map<Object, Object> volumes(DockerConfig config, String outside, String home) {
        Map<Object, Object> volumes = new LinkedHashMap<>();
        config.find(DockerSettings.VOLUMES).ifPresent(written -> volumes.putAll((Map<?, ?>) written));
        String propagation = config.get(SystemUserSettings.PROPAGATION);
        volumes.put(outside, propagation.isEmpty() ? home : Map.of("bind", home, "propagation", propagation));
        return volumes;
    }

    private static Map<Object, Object> create(DockerConfig config, String user, long uid, long gid, String home) {
        Map<Object, Object> create = new LinkedHashMap<>();
        create.put("WorkingDir", home);
        boolean asRoot = config.get(SystemUserSettings.RUN_AS_ROOT);
        create.put("User", asRoot ? "0" : gid < 0 ? "" + uid : uid + ":" + gid);
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("USER", user);
        variables.put("NB_USER", user);
        variables.put("USER_ID", "" + uid);
        variables.put("NB_UID", "" + uid);
        variables.put("HOME", home);
        if (gid >= 0) {
            variables.put("NB_GID", "" + gid);
        }
        ((Map<?, ?>) config.get(DockerSettings.EXTRA_CREATE_KWARGS))
                .forEach((key, value) -> create.put(HostOptions.createKey(key).orElseThrow(), value));
        if (create.get("Env") instanceof Map<?, ?> more) {
            more.forEach((name, value) -> variables.put(name.toString(), value));
        }
        create.put("Env", variables);
        return create;
    }
}
