package dev.hubwright.spawner.docker;

import dev.hubwright.api.spawn.ChoiceField;
import dev.hubwright.api.spawn.ChoiceField.Alternative;
import dev.hubwright.api.spawn.ChoiceField.FreeText;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.SpawnOffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which images people may choose.
 *
 * @param any whether all may be chosen
 * @param choices shown names to images
 */
record AllowedImages(boolean any, Map<String, String> choices) {

    private static final String OPTION = "image";

    static AllowedImages of(Object written) {
        Map<String, String> choices = new LinkedHashMap<>();
        if (written instanceof Map<?, ?> map) {
            // A set of images is a map with nothing behind each.
            map.forEach((name, image) -> choices.put(name.toString(), (image == null ? name : image).toString()));
        } else if (written instanceof List<?> list) {
            list.forEach(image -> choices.put(image.toString(), image.toString()));
        }
        return new AllowedImages("*".equals(written), choices);
    }

    /** What people are asked. */
    static List<ChoiceField> fields(DockerConfig config) {
        return List.of(of(config.get(DockerSettings.ALLOWED_IMAGES)).field(config.image()));
    }

    /** What comes of their answer. */
    static ChoiceResult apply(DockerConfig config, SpawnOffer offer, ChoiceForm.Chosen chosen) {
        String image = of(config.get(DockerSettings.ALLOWED_IMAGES)).image(chosen, config.image());
        return ChoiceResult.applied(offer.settings().with(DockerSettings.IMAGE, image));
    }

    /** The question that goes with them; it has one answer where nothing may be chosen. */
    private ChoiceField field(String configured) {
        if (any) {
            FreeText text =
                    FreeText.of("Image", ImageName::isValid, "Must be the name of an image, such as lab/notebook:2.");
            return ChoiceField.text(OPTION, text, configured);
        }
        Map<String, String> all = choices.isEmpty() ? Map.of(configured, configured) : choices;
        List<Alternative> alternatives =
                all.keySet().stream().map(name -> Alternative.of(name, name)).toList();
        ChoiceField field = ChoiceField.list(OPTION, "Image", alternatives);
        return all.entrySet().stream()
                .filter(choice -> choice.getValue().equals(configured))
                .findFirst()
                .map(choice -> field.usually(choice.getKey()))
                .orElse(field);
    }

    /** The image that was chosen. */
    private String image(ChoiceForm.Chosen chosen, String configured) {
        return chosen.written(OPTION)
                .or(() -> chosen.listed(OPTION).map(name -> choices.getOrDefault(name, configured)))
                .orElse(configured);
    }
}
