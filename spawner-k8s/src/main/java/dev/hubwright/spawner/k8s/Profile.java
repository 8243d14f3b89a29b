package dev.hubwright.spawner.k8s;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One profile.
 *
 * @param slug by which programs choose it
 * @param name what people read
 * @param description more of it; may be empty
 * @param isDefault whether it is the usual one
 * @param override settings that it changes
 * @param options what may be chosen within it
 */
record Profile(
        String slug,
        String name,
        String description,
        boolean isDefault,
        Map<String, Object> override,
        List<ProfileOption> options) {

    /** Those of a list, or of a map in the order of its keys. */
    static List<Profile> all(Object list) {
        return Trees.values(list).stream().map(Trees::map).map(Profile::of).toList();
    }

    private static Profile of(Map<String, Object> tree) {
        String name = String.valueOf(tree.get("display_name"));
        List<ProfileOption> options = new ArrayList<>();
        Trees.map(tree.get("profile_options"))
                .forEach((key, option) -> options.add(ProfileOption.of(key, Trees.map(option))));
        return new Profile(
                String.valueOf(tree.getOrDefault("slug", slug(name))),
                name,
                tree.get("description") instanceof String text ? text : "",
                Boolean.TRUE.equals(tree.get("default")),
                Trees.map(tree.get("kubespawner_override")),
                options);
    }

    /** The one that is marked, or the first. */
    static Profile usual(List<Profile> profiles) {
        return profiles.stream().filter(Profile::isDefault).findFirst().orElse(profiles.get(0));
    }

    /** Everything that it may change. */
    List<Map<String, Object>> overrides() {
        List<Map<String, Object>> all = new ArrayList<>(List.of(override));
        options.forEach(option -> all.addAll(option.overrides()));
        return all;
    }

    private static String slug(String name) {
        String ascii = Normalizer.normalize(name.replace("\u00df", "ss"), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "");
        return ascii.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
