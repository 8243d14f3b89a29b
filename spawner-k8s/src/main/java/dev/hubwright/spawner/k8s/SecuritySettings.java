package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Setting;
import java.util.List;
import java.util.Map;

/** As whom servers run, and what they may do. */
final class SecuritySettings {

    static final Setting<Integer> UID = Setting.integer("uid")
            .defaultsTo(1000)
            .clearable()
            .formerly("singleuser_uid")
            .must(id -> id >= 0, "a number from 0")
            .describedAs("The user id that servers run as; null for the image's own.");

    static final Setting<Integer> GID = Setting.integer("gid")
            .clearable()
            .must(id -> id >= 0, "a number from 0")
            .describedAs("The group id that servers run as.");

    static final Setting<Integer> FS_GID = Setting.integer("fs_gid")
            .defaultsTo(100)
            .clearable()
            .formerly("singleuser_fs_gid")
            .must(id -> id >= 0, "a number from 0")
            .describedAs("The group that volumes are given to; null to leave them.");

    static final Setting<List<String>> SUPPLEMENTAL_GIDS = Setting.texts("supplemental_gids")
            .defaultsTo(List.of())
            .formerly("singleuser_supplemental_gids")
            .must(ids -> ids.stream().allMatch(id -> id.matches("\\d{1,9}")), "a list of group ids")
            .describedAs("Further group ids.");

    static final Setting<Boolean> PRIVILEGED = Setting.flag("privileged")
            .defaultsTo(false)
            .formerly("singleuser_privileged")
            .describedAs("Lets servers do what the node's own root may do.");

    static final Setting<Boolean> ALLOW_ESCALATION = Setting.flag("allow_privilege_escalation")
            .defaultsTo(false)
            .clearable()
            .formerly("singleuser_allow_privilege_escalation")
            .describedAs("Lets processes get more rights than the server, as sudo needs.");

    static final Setting<String> POD_SECURITY = Setting.text("pod_security")
            .defaultsTo("restricted")
            .must(List.of("restricted", "none")::contains, "restricted or none")
            .describedAs(
                    "restricted keeps pods to Kubernetes's profile of that name where no other setting asks for more.");

    static final Setting<Object> CONTAINER_CONTEXT = Setting.any("container_security_context")
            .defaultsTo(Map.of())
            .describedAs("Further fields of the container's securityContext.");

    static final Setting<Object> POD_CONTEXT = Setting.any("pod_security_context")
            .defaultsTo(Map.of())
            .describedAs("Further fields of the pod's securityContext.");

    private SecuritySettings() {}
}
