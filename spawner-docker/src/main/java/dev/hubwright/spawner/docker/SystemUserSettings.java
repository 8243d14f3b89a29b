package dev.hubwright.spawner.docker;

import dev.hubwright.api.Schema;
import dev.hubwright.api.Setting;

/** What the spawner for accounts of the host can be told besides: the section {@code SystemUserSpawner}. */
final class SystemUserSettings {

    static final Setting<String> HOST_HOME = Setting.text("host_homedir_format_string")
            .defaultsTo("/home/{username}")
            .describedAs("The home folder on the engine's host; empty to ask the hub's accounts.");

    static final Setting<String> IMAGE_HOME = Setting.text("image_homedir_format_string")
            .defaultsTo("/home/{username}")
            .describedAs("The home folder in the container.");

    static final Setting<String> PROPAGATION = Setting.text("homedir_bind_propagation")
            .defaultsTo("")
            .describedAs("How mounts below the home folder spread, such as rslave.");

    static final Setting<Boolean> RUN_AS_ROOT = Setting.flag("run_as_root")
            .defaultsTo(false)
            .describedAs("Whether the container starts as root, for images that change to NB_UID by themselves.");

    static final Setting<Integer> USER_ID =
            Setting.integer("user_id").defaultsTo(-1).describedAs("The user id; -1 to ask the hub's accounts.");

    static final Setting<Integer> GROUP_ID =
            Setting.integer("group_id").defaultsTo(-1).describedAs("The group id; -1 to ask the hub's accounts.");

    static final Schema SCHEMA = DockerSettings.SCHEMA.then(
            "SystemUserSpawner", HOST_HOME, IMAGE_HOME, PROPAGATION, RUN_AS_ROOT, USER_ID, GROUP_ID);

    private SystemUserSettings() {}
}
