package dev.hubwright.spawner.k8s;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerRef;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The claims of people: made once, found again by whose they are, and deleted only with their server or owner. */
final class Claims {

    private static final String OF_SERVER = "server";
    private static final String OF_USER = "user";

    private final Cluster cluster;
    private final Labels labels;

    Claims(Cluster cluster, Labels labels) {
        this.cluster = cluster;
        this.labels = labels;
    }

    /**
     * Sees to it that a server has its claim.
     *
     * @return the plan with the claim's name, which is another one if the server has an older claim
     * @throws ProviderException if there is a claim of that name that is somebody else's
     */
    StartPlan prepare(StartPlan plan) throws ProviderException, ApiException, InterruptedException {
        Optional<PersistentVolumeClaim> there = find(plan.namespace(), plan.claimName());
        if (there.isPresent()) {
            verify(there.get(), plan);
            return plan;
        }
        Optional<String> older = older(plan);
        if (older.isPresent()) {
            return plan.withClaim(older.get());
        }
        create(plan);
        return plan;
    }

    private Optional<PersistentVolumeClaim> find(String namespace, String name)
            throws ApiException, InterruptedException {
        return cluster.ask(client -> Optional.ofNullable(client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(name)
                .get()));
    }

    /** KubeSpawner's names are cut to 32 bits of hash, so another person may have come to the same one. */
    private static void verify(PersistentVolumeClaim claim, StartPlan plan) throws ProviderException {
        String owner = Labels.annotation(claim, Labels.USER);
        if (!owner.equals(plan.server().user())) {
            throw ProviderException.permanent(
                    "The server cannot be started: its storage belongs to somebody else",
                    "Claim \"" + plan.claimName() + "\" in namespace " + plan.namespace() + " has "
                            + (owner.isEmpty() ? "no annotation " + Labels.USER : Labels.USER + " = \"" + owner + "\"")
                            + ", not \"" + plan.server().user()
                            + "\", and was left as it is; annotate it if it is theirs,"
                            + " or change KubeSpawner.pvc_name_template");
        }
    }

    /** Those of earlier templates: a claim is remembered by its own annotations, not by what the hub has kept. */
    private Optional<String> older(StartPlan plan) throws ApiException, InterruptedException {
        K8sConfig config = plan.config();
        if (!config.get(StorageSettings.REMEMBER_PVC_NAME) && !config.get(StorageSettings.HANDLE_LEGACY_NAMES)) {
            return Optional.empty();
        }
        return list(plan.namespace(), plan.server().user()).stream()
                .filter(claim ->
                        Labels.server(claim).filter(plan.server()::equals).isPresent())
                .filter(claim -> config.get(StorageSettings.REMEMBER_PVC_NAME) || isLegacy(claim, plan))
                .max(Comparator.comparing(claim -> claim.getMetadata().getCreationTimestamp()))
                .map(claim -> claim.getMetadata().getName());
    }

    private static boolean isLegacy(PersistentVolumeClaim claim, StartPlan plan) {
        String template = plan.config().get(StorageSettings.PVC_NAME_TEMPLATE);
        String legacy = Template.of(plan.server(), "escape", plan.namespace()).render(template);
        return claim.getMetadata().getName().equals(legacy);
    }

    /** By label, which KubeSpawner has set since it is there: the escaped name first, since version 7 a slug. */
    private List<PersistentVolumeClaim> list(String namespace, String user) throws ApiException, InterruptedException {
        return cluster.ask(client -> client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withLabelIn(Labels.USER, Slugs.label(user), Slugs.label(Slugs.escaped(user)))
                .list()
                .getItems());
    }

    private void create(StartPlan plan) throws ProviderException, ApiException, InterruptedException {
        try {
            cluster.change(client ->
                    client.persistentVolumeClaims().resource(manifest(plan)).create());
        } catch (ApiException e) {
            if (!e.isConflict()) {
                throw e;
            }
            Optional<PersistentVolumeClaim> first = find(plan.namespace(), plan.claimName());
            if (first.isPresent()) {
                verify(first.get(), plan);
            }
        }
    }

    private static PersistentVolumeClaim manifest(StartPlan plan) {
        K8sConfig config = plan.config();
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("accessModes", config.get(StorageSettings.ACCESS_MODES));
        spec.put("resources", Map.of("requests", Map.of("storage", config.get(StorageSettings.CAPACITY))));
        config.find(StorageSettings.CLASS).ifPresent(name -> spec.put("storageClassName", name));
        PodManifest.putUnlessEmpty(spec, "selector", plan.template().renderTree(config.get(StorageSettings.SELECTOR)));
        Map<String, String> labels = new LinkedHashMap<>(plan.rendered(config.get(StorageSettings.EXTRA_LABELS)));
        labels.putAll(plan.commonLabels());
        boolean ofServer = Template.isOfServer(config.get(StorageSettings.PVC_NAME_TEMPLATE));
        labels.put(Labels.SCOPE, ofServer ? OF_SERVER : OF_USER);
        labels.put("app.kubernetes.io/component", config.get(K8sSettings.COMPONENT_LABEL));
        Map<String, String> annotations =
                new LinkedHashMap<>(plan.rendered(config.get(StorageSettings.EXTRA_ANNOTATIONS)));
        annotations.putAll(
                ofServer
                        ? plan.annotations()
                        : Map.of(Labels.USER, plan.server().user()));
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(plan.claimName())
                .withNamespace(plan.namespace())
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withSpec(Shape.object(spec, PersistentVolumeClaimSpec.class))
                .build();
    }

    /** Deletes the claim that belongs to this server alone. */
    void removeOf(ServerRef server, String namespace) throws ApiException, InterruptedException {
        for (PersistentVolumeClaim claim : list(namespace, server.user())) {
            boolean alone = OF_SERVER.equals(Labels.label(claim, Labels.SCOPE));
            if (labels.isOf(server, claim) && alone) {
                delete(claim);
            }
        }
    }

    /** Deletes all claims of a person that this hub has made. */
    void removeOf(String user, String namespace) throws ApiException, InterruptedException {
        for (PersistentVolumeClaim claim : list(namespace, user)) {
            boolean theirs = user.equals(Labels.annotation(claim, Labels.USER));
            if (labels.isOurs(claim) && theirs) {
                delete(claim);
            }
        }
    }

    private void delete(PersistentVolumeClaim claim) throws ApiException, InterruptedException {
        cluster.change(client -> client.resource(claim).delete());
    }
}
