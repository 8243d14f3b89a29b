package dev.hubwright.api.contract;

import dev.hubwright.api.spawn.ChoiceField;
import dev.hubwright.api.spawn.ChoiceField.Alternative;
import dev.hubwright.api.spawn.ChoiceField.FreeText;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnOffer;
import dev.hubwright.api.spawn.SpawnerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Profiles as KubeSpawner has them: {@code small}; {@code big} with an image from a list or of one's own; and
 * {@code gpu} for the group {@code gpu}. A start tells its server the image by the variable {@code IMAGE}.
 */
public final class FakeChoices implements SpawnChoices {

    /** Nothing to set. */
    public FakeChoices() {}

    @Override
    public List<ChoiceField> fields(SpawnOffer offer) {
        ChoiceField image = ChoiceField.list(
                        "image", "Image", List.of(Alternative.of("base", "Base"), Alternative.of("r", "R <4>")))
                .control("profile-option-big--image")
                .or(FreeText.of("Image of your own", text -> text.startsWith("lab/"), "Must begin with lab/."));
        List<Alternative> profiles = new ArrayList<>();
        profiles.add(Alternative.of("small", "Small").describedAs("One gigabyte & no more."));
        profiles.add(Alternative.of("big", "Big").asking(List.of(image)));
        if (offer.owner().groups().orElse(Set.of()).contains("gpu")) {
            profiles.add(Alternative.of("gpu", "With a GPU"));
        }
        return List.of(ChoiceField.list("profile", "Profile", profiles));
    }

    @Override
    public ChoiceResult apply(SpawnOffer offer, ChoiceForm.Chosen chosen) {
        String profile = chosen.listed("profile").orElseThrow();
        if (chosen.written("image").equals(Optional.of("lab/gone"))) {
            return ChoiceResult.refused("lab/gone was taken down", "This image is not there any more");
        }
        String image = chosen.written("image").or(() -> chosen.listed("image")).orElse("none");
        return ChoiceResult.applied(offer.settings()
                .overlaid(Map.of("mem_limit", profile.equals("small") ? "1G" : "4G"))
                .with(SpawnerSettings.ENVIRONMENT, Map.of("IMAGE", image)));
    }
}
