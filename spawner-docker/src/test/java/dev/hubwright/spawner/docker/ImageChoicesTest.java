package dev.hubwright.spawner.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.contract.SpawnChoicesContract;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnOffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageChoicesTest extends SpawnChoicesContract {

    private final DockerSpawner spawner = new DockerSpawner(
            DockerConfig.builder().build(),
            ProviderContext.builder().hubId("lab").build());

    @AfterEach
    void close() {
        spawner.close();
    }

    @Override
    protected SpawnChoices choices() {
        return spawner.capability(SpawnChoices.class).orElseThrow();
    }

    @Override
    protected SpawnOffer offer() {
        return offer(Map.of("image", "b:1", "allowed_images", List.of("a:1", "b:1")));
    }

    @Override
    protected Object effect(Settings settings) {
        return settings.get(DockerSettings.IMAGE);
    }

    @Test
    void theConfiguredImageIsTheUsualOneIfItIsAllowed() {
        assertThat(image(Map.of("image", "b:1", "allowed_images", List.of("a:1", "b:1")), ""))
                .isEqualTo("b:1");
        assertThat(image(Map.of("image", "c:1", "allowed_images", List.of("a:1", "b:1")), ""))
                .isEqualTo("a:1");
    }

    @Test
    void shownNamesStandForImages() {
        Map<String, Object> written = Map.of("allowed_images", Map.of("Small", "a:1"));

        assertThat(image(written, "Small")).isEqualTo("a:1");
        assertThat(refusal(written, "a:1")).isEqualTo("\"a:1\" cannot be chosen for Image; there is Small");
    }

    @Test
    void withoutAListNothingCanBeChosen() {
        Map<String, Object> written = Map.of("image", "b:1");

        assertThat(form(written).asks()).isFalse();
        assertThat(image(written, "")).isEqualTo("b:1");
        assertThat(image(written, "b:1")).isEqualTo("b:1");
        assertThat(refusal(written, "evil:1")).contains("there is b:1");
    }

    @Test
    void anyImageIsStillAnImage() {
        Map<String, Object> written = Map.of("image", "b:1", "allowed_images", "*");

        assertThat(image(written, "")).isEqualTo("b:1");
        assertThat(image(written, "quay.io/lab/x:2")).isEqualTo("quay.io/lab/x:2");
        assertThat(refusal(written, "--privileged")).contains("Must be the name of an image");
    }

    private static SpawnOffer offer(Map<String, Object> written) {
        return SpawnOffer.of(ServerRef.of("alice"), Identity.of("alice"), Docker.settings(written));
    }

    private ChoiceForm form(Map<String, Object> written) {
        return ChoiceForm.of(spawner, offer(written));
    }

    private ChoiceForm.Answer answer(Map<String, Object> written, String choice) {
        return form(written).check(Opaque.of(1, Map.of("image", choice)));
    }

    private String image(Map<String, Object> written, String choice) {
        ChoiceResult result = spawner.apply(offer(written), (ChoiceForm.Chosen) answer(written, choice));
        return ((ChoiceResult.Applied) result).settings().get(DockerSettings.IMAGE);
    }

    private String refusal(Map<String, Object> written, String choice) {
        return ((ChoiceForm.Refused) answer(written, choice)).publicMessage();
    }
}
