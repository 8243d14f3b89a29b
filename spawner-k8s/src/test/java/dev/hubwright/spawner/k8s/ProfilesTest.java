package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.contract.SpawnChoicesContract;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnOffer;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfilesTest extends SpawnChoicesContract {

    private static final List<Map<String, Object>> PROFILES = List.of(
            Map.of(
                    "display_name",
                    "Small",
                    "kubespawner_override",
                    Map.of("mem_limit", "1G", "environment", Map.of("SIZE", "small"))),
            Map.of(
                    "display_name",
                    "Große GPU (large)",
                    "default",
                    true,
                    "kubespawner_override",
                    Map.of("mem_limit", "16G", "extra_resource_limits", Map.of("nvidia.com/gpu", 1)),
                    "profile_options",
                    Map.of(
                            "image",
                            Map.of(
                                    "display_name", "Image",
                                    "choices",
                                            Map.of(
                                                    "torch",
                                                    Map.of("kubespawner_override", Map.of("image", "torch:1")),
                                                    "flow",
                                                    Map.of(
                                                            "default",
                                                            true,
                                                            "kubespawner_override",
                                                            Map.of("image", "flow:1"))),
                                    "unlisted_choice",
                                            Map.of(
                                                    "enabled",
                                                    true,
                                                    "display_name",
                                                    "Another image",
                                                    "validation_regex",
                                                    "^registry.example.org/.+:.+$",
                                                    "kubespawner_override",
                                                    Map.of("image", "{value}"))))));

    private final Settings settings =
            Kube.settings(Map.of("profile_list", PROFILES, "image", "plain:1", "environment", Map.of("KEPT", "yes")));

    @Override
    protected SpawnChoices choices() {
        return new Profiles();
    }

    @Override
    protected SpawnOffer offer() {
        return SpawnOffer.of(ServerRef.of("alice"), Identity.of("alice"), settings);
    }

    @Override
    protected Object effect(Settings chosen) {
        return List.of(
                chosen.get(K8sSettings.IMAGE),
                chosen.find(SpawnerSettings.MEM_LIMIT),
                chosen.get(K8sSettings.ENVIRONMENT),
                chosen.get(K8sSettings.EXTRA_LIMITS));
    }

    private Settings choose(Map<String, Object> options) {
        ChoiceForm form = ChoiceForm.of(new Profiles().fields(offer()));
        ChoiceForm.Answer answer = form.check(options.isEmpty() ? Opaque.empty() : Opaque.of(1, options));
        return ((ChoiceResult.Applied) new Profiles().apply(offer(), (ChoiceForm.Chosen) answer)).settings();
    }

    @Test
    void mapsAreMergedAndAllElseIsReplaced() {
        Settings small = choose(Map.of("profile", "small"));

        assertThat(small.get(SpawnerSettings.MEM_LIMIT)).isEqualTo(1L << 30);
        assertThat(small.get(K8sSettings.ENVIRONMENT)).isEqualTo(Map.of("KEPT", "yes", "SIZE", "small"));
        assertThat(small.get(K8sSettings.IMAGE)).isEqualTo("plain:1");
    }

    @Test
    void theUsualProfileHasItsUsualOption() {
        Settings usual = choose(Map.of());

        assertThat(usual.get(K8sSettings.IMAGE)).isEqualTo("flow:1");
        assertThat(usual.get(K8sSettings.EXTRA_LIMITS)).isEqualTo(Map.of("nvidia.com/gpu", 1));
    }

    @Test
    void whatIsWrittenInsteadOfAListedChoiceIsPutIn() {
        Settings other =
                choose(Map.of("profile", "grosse-gpu-large", "image--unlisted-choice", "registry.example.org/lab:2"));

        assertThat(other.get(K8sSettings.IMAGE)).isEqualTo("registry.example.org/lab:2");
    }

    @Test
    void mistakesInOverridesAreFoundBeforeAnybodyChoosesThem() {
        Settings wrong = Kube.settings(Map.of(
                "profile_list",
                List.of(Map.of("display_name", "X", "kubespawner_override", Map.of("mem_limt", "1G", "uid", "root")))));

        assertThat(K8sChecks.problems(wrong).toString())
                .contains("in profile \"X\"")
                .contains("mem_limt")
                .contains("mem_limit")
                .contains("uid");
    }
}
