package dev.hubwright.spawner.docker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which images people may choose.
 *
 * @param any whether all may be chosen
 * @param choices shown names to images
 */
record AllowedImages(boolean any, Map<String, String> choices) {

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

    /** The image behind a choice; empty if it is not allowed. */
    Optional<String> image(String choice, String configured) {
        if (any) {
            return Optional.of(choice).filter(ImageName::isValid);
        }
        if (choices.isEmpty()) {
            return Optional.of(choice).filter(configured::equals);
        }
        return Optional.ofNullable(choices.get(choice));
    }
}
