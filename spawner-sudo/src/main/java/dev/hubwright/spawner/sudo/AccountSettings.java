package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;
import java.util.List;
import java.util.regex.Pattern;

/** What the spawners can be told that start servers as people's own accounts. */
final class AccountSettings {

    private static final Pattern GROUP_NAME = Pattern.compile("[^\\p{Cntrl}:%#!,=\"]{1,128}");
    private static final Pattern USER_NAME = Pattern.compile("[a-zA-Z0-9_.][a-zA-Z0-9_.-]*");

    static final Setting<Integer> MIN_UID = Setting.integer("min_uid")
            .defaultsTo(1000)
            .must(uid -> uid > 0, "a uid above 0: nobody's server runs as root")
            .describedAs("The smallest uid that gets a server; below are accounts of the system.");

    static final Setting<String> GROUP = Setting.text("group")
            .must(name -> GROUP_NAME.matcher(name).matches(), "the name of a group")
            .describedAs("The group of the machine whose members alone get servers; sudo permits the hub no others.");

    static final Setting<Boolean> MAKE_HOMES = Setting.flag("make_homes")
            .defaultsTo(false)
            .describedAs("Makes a home folder that does not exist, by mkhomedir_helper(8).");

    static final Setting<String> SUDOSPAWNER_PATH = Setting.text("sudospawner_path")
            .defaultsTo("/opt/hubwright/libexec/hubwright-spawn")
            .must(path -> path.startsWith("/") && path.indexOf('\0') < 0, "an absolute path, as sudoers has it")
            .describedAs("The program that sudo runs: our helper, or sudospawner if that is its file's name.");

    static final Setting<List<String>> SUDO_ARGS = Setting.texts("sudo_args")
            .defaultsTo(List.of("-nH"))
            .describedAs("Options of sudo; -n, never to ask for a password, is always among them.");

    static final Setting<String> MEDIATOR_LOG_LEVEL = Setting.text("mediator_log_level")
            .defaultsTo("INFO")
            .must(level -> level.matches("[A-Za-z]*"), "a level of Python's logging, such as INFO, or empty")
            .describedAs("How much sudospawner logs; our helper does not look at it.");

    static final Setting<String> HUB_USER = Setting.text("hub_user")
            .defaultsTo("hubwright")
            .must(name -> USER_NAME.matcher(name).matches(), "the name of an account of the system")
            .describedAs("The account that the hub runs as; for \"hubwright setup sudo\" only.");

    /** Narrower than that of other local processes: the helper refuses what makes programs load something else. */
    static final Setting<List<String>> SUDO_ENV_KEEP = Setting.texts("env_keep")
            .defaultsTo(List.of(
                    "CONDA_ROOT", "CONDA_DEFAULT_ENV", "VIRTUAL_ENV", "LANG", "LC_ALL", "JUPYTERHUB_SINGLEUSER_APP"))
            .describedAs("The hub's own environment variables that a server sees too.");

    static final Schema LOCAL = LocalSettings.schema(MIN_UID, GROUP, MAKE_HOMES);

    static final Schema SUDO = LocalSettings.SCHEMA.then(
            "SudoSpawner", SUDOSPAWNER_PATH, SUDO_ARGS, MEDIATOR_LOG_LEVEL, GROUP, MIN_UID, HUB_USER, SUDO_ENV_KEEP);

    private AccountSettings() {}
}
