package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Setting;
import java.util.List;
import java.util.Map;

/** What people keep, and what else is mounted. */
final class StorageSettings {

    static final Setting<Boolean> PVC_ENSURE = Setting.flag("storage_pvc_ensure")
            .formerly("singleuser_storage_pvc_ensure", "user_storage_pvc_ensure")
            .describedAs("Makes a claim for each server; by default unless volumes are set, and then mounted too.");

    static final Setting<String> CAPACITY = Setting.text("storage_capacity")
            .defaultsTo("10Gi")
            .formerly("user_storage_capacity")
            .describedAs("The size of claims, such as 10Gi.");

    static final Setting<String> CLASS = Setting.text("storage_class")
            .clearable()
            .formerly("user_storage_class")
            .describedAs("The storage class of claims; \"\" for volumes without one, left out for the cluster's own.");

    static final Setting<List<String>> ACCESS_MODES = Setting.texts("storage_access_modes")
            .defaultsTo(List.of("ReadWriteOnce"))
            .formerly("user_storage_access_modes")
            .describedAs("The access modes of claims.");

    static final Setting<Object> SELECTOR =
            Setting.any("storage_selector").defaultsTo(Map.of()).describedAs("Which volumes a claim may be bound to.");

    static final Setting<Map<String, String>> EXTRA_LABELS = Setting.textMap("storage_extra_labels")
            .defaultsTo(Map.of())
            .formerly("user_storage_extra_labels")
            .describedAs("Further labels of claims.");

    static final Setting<Map<String, String>> EXTRA_ANNOTATIONS = Setting.textMap("storage_extra_annotations")
            .defaultsTo(Map.of())
            .describedAs("Further annotations of claims.");

    static final Setting<String> PVC_NAME_TEMPLATE =
            Setting.text("pvc_name_template").defaultsTo("claim-{user_server}").describedAs("Names of claims.");

    static final Setting<Boolean> REMEMBER_PVC_NAME = Setting.flag("remember_pvc_name")
            .defaultsTo(true)
            .describedAs("Goes on with a server's claim when pvc_name_template has changed.");

    static final Setting<Boolean> HANDLE_LEGACY_NAMES = Setting.flag("handle_legacy_names")
            .defaultsTo(true)
            .describedAs("Goes on with claims that KubeSpawner made before version 7.");

    static final Setting<Boolean> DELETE_PVC = Setting.flag("delete_pvc")
            .defaultsTo(true)
            .describedAs("Deletes a server's claim when the server, or its owner, is deleted; never at a stop.");

    static final Setting<Object> VOLUMES = Setting.any("volumes")
            .defaultsTo(List.of())
            .formerly("singleuser_volumes")
            .describedAs("Volumes of pods: a list, or a map whose values are taken in the order of its keys.");

    static final Setting<Object> VOLUME_MOUNTS = Setting.any("volume_mounts")
            .defaultsTo(List.of())
            .formerly("singleuser_volume_mounts")
            .describedAs("Where volumes are mounted: a list, or a map as with volumes.");

    static final Setting<String> HOME_MOUNT_PATH = Setting.text("home_mount_path")
            .defaultsTo("/home/jovyan")
            .must(path -> path.startsWith("/"), "an absolute path")
            .describedAs("Where the claim is mounted if no volumes are set.");

    private StorageSettings() {}
}
