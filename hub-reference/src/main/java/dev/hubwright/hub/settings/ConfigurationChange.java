package dev.hubwright.hub.settings;

import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthenticatorSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What differs between two configurations of one hub, and what of it a running hub can take over. Immutable.
 *
 * <p>Only what nobody has built anything upon is taken over: who may come in by name, what refused people read, groups
 * that the settings make, roles, templates, and the level of the log.
 */
public final class ConfigurationChange {

    /** Groups are not among them: providers decide by those settings whether they ask for groups at all. */
    private static final List<Setting<?>> RULES = List.of(
            AuthenticatorSettings.ALLOW_ALL,
            AuthenticatorSettings.ALLOWED_USERS,
            AuthenticatorSettings.ALLOW_EXISTING_USERS,
            AuthenticatorSettings.BLOCKED_USERS,
            AuthenticatorSettings.ADMIN_USERS,
            AuthenticatorSettings.CUSTOM_403_MESSAGE,
            AuthenticatorSettings.AUTH_REFRESH_AGE);

    private static final List<Setting<?>> OF_THE_HUB = List.of(
            HubSettings.LOAD_GROUPS,
            HubSettings.LOAD_ROLES,
            HubSettings.CUSTOM_SCOPES,
            HubSettings.LOG_LEVEL,
            HubSettings.TEMPLATE_PATHS);

    private final Set<String> now = new TreeSet<>();
    private final Set<String> restart = new TreeSet<>();

    private ConfigurationChange() {}

    /**
     * Compares.
     *
     * @param started what the hub was started with
     * @param running the same with what was taken over since
     * @param next what it is to be
     */
    public static ConfigurationChange of(HubConfiguration started, HubConfiguration running, HubConfiguration next) {
        ConfigurationChange change = new ConfigurationChange();
        change.compare(HubSettings.SCHEMA, started.hub(), running.hub(), next.hub(), OF_THE_HUB);
        change.compare(HubSettings.PROXY_SCHEMA, started.proxy(), started.proxy(), next.proxy(), List.of());
        change.compare(HubSettings.CRYPT_SCHEMA, started.crypt(), started.crypt(), next.crypt(), List.of());
        change.compare(CullingSettings.SCHEMA, started.culler(), started.culler(), next.culler(), List.of());
        change.compareAll(
                "authenticator", started.authenticators(), running.authenticators(), next.authenticators(), RULES);
        change.compareAll("spawner", started.spawners(), running.spawners(), next.spawners(), List.of());
        return change;
    }

    /** Settings that have changed and that a running hub takes over. */
    public List<String> takenOver() {
        return List.copyOf(now);
    }

    /** Settings that have changed and that the next start of the hub takes over. */
    public List<String> needRestart() {
        return List.copyOf(restart);
    }

    /** The settings of a running authenticator with what is taken over of {@code next}. */
    public static Settings rules(Settings running, Settings next) {
        Settings result = running;
        for (Setting<?> rule : RULES) {
            result = with(result, rule, next);
        }
        return result;
    }

    private static <T> Settings with(Settings running, Setting<T> rule, Settings next) {
        return running.declares(rule) && next.declares(rule)
                ? next.find(rule).map(value -> running.with(rule, value)).orElse(running)
                : running;
    }

    private <F extends ProviderFactory<?>> void compareAll(
            String kind,
            List<ProviderInstance<F>> started,
            List<ProviderInstance<F>> running,
            List<ProviderInstance<F>> next,
            List<Setting<?>> safe) {
        if (!names(started).equals(names(next))) {
            restart.add("JupyterHub." + kind + (names(next).size() > 1 ? "s" : "_class"));
            return;
        }
        for (int i = 0; i < next.size(); i++) {
            compare(
                    next.get(i).factory().schema(),
                    started.get(i).settings(),
                    running.get(i).settings(),
                    next.get(i).settings(),
                    safe);
        }
    }

    private static List<String> names(List<? extends ProviderInstance<?>> instances) {
        return instances.stream()
                .map(instance -> instance.name() + " " + instance.factory().id())
                .toList();
    }

    private void compare(Schema schema, Settings started, Settings running, Settings next, List<Setting<?>> safe) {
        for (Setting<?> setting : schema.settings().values()) {
            boolean isSafe = safe.stream().anyMatch(candidate -> candidate.key().equals(setting.key()));
            Optional<?> before = (isSafe ? running : started).find(setting);
            if (!Objects.equals(before, next.find(setting))) {
                (isSafe ? now : restart).add(path(schema, setting, next.isSet(setting) ? next : started));
            }
        }
    }

    private static String path(Schema schema, Setting<?> setting, Settings settings) {
        Problem place = settings.problem(setting, "");
        return place.path().contains(".") ? place.path() : schema.name() + "." + setting.key();
    }

    @Override
    public String toString() {
        return "ConfigurationChange[now " + now + ", restart " + restart + "]";
    }
}
