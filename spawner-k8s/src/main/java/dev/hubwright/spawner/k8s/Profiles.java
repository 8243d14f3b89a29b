package dev.hubwright.spawner.k8s;

import dev.hubwright.api.Setting;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.ChoiceField;
import dev.hubwright.api.spawn.ChoiceField.Alternative;
import dev.hubwright.api.spawn.ChoiceField.FreeText;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** KubeSpawner's {@code profile_list}: what people may choose, and what each choice changes. */
final class Profiles implements SpawnChoices {

    static final Setting<Object> LIST = Setting.any("profile_list")
            .defaultsTo(List.of())
            .describedAs("What people may choose: profiles with options, and what each overrides.");

    static final String OPTION = "profile";

    @Override
    public List<ChoiceField> fields(SpawnOffer offer) {
        List<Profile> profiles = Profile.all(offer.settings().get(LIST));
        if (profiles.isEmpty()) {
            return List.of();
        }
        List<Alternative> alternatives = new ArrayList<>();
        for (Profile profile : profiles) {
            alternatives.add(Alternative.of(profile.slug(), profile.name())
                    .describedAs(profile.description())
                    .asking(profile.options().stream()
                            .map(option -> field(profile, option))
                            .toList()));
        }
        return List.of(ChoiceField.list(OPTION, "Profile", alternatives)
                .usually(Profile.usual(profiles).slug()));
    }

    private static ChoiceField field(Profile profile, ProfileOption option) {
        String control = "profile-option-" + profile.slug() + "--" + option.key();
        Optional<FreeText> text = option.unlisted()
                .map(unlisted -> FreeText.of(unlisted.label(), unlisted::accepts, unlisted.expectation())
                        .listedAs(unlisted.entry()));
        if (option.choices().isEmpty()) {
            String name = option.key() + "--" + ChoiceField.UNLISTED;
            return ChoiceField.text(name, text.orElseThrow(), "").control(control + "--" + ChoiceField.UNLISTED);
        }
        List<Alternative> alternatives = option.choices().stream()
                .map(choice -> Alternative.of(choice.key(), choice.name()))
                .toList();
        ChoiceField list = ChoiceField.list(option.key(), option.name(), alternatives)
                .control(control)
                .usually(option.usual());
        return text.map(list::or).orElse(list);
    }

    @Override
    public ChoiceResult apply(SpawnOffer offer, ChoiceForm.Chosen chosen) {
        List<Profile> profiles = Profile.all(offer.settings().get(LIST));
        Settings settings = offer.settings();
        Optional<Profile> profile = profiles.stream()
                .filter(candidate ->
                        chosen.listed(OPTION).filter(candidate.slug()::equals).isPresent())
                .findFirst();
        if (profile.isEmpty()) {
            return ChoiceResult.applied(settings);
        }
        settings = settings.merged(profile.get().override());
        for (ProfileOption option : profile.get().options()) {
            settings = settings.merged(option.override(chosen));
        }
        return ChoiceResult.applied(settings);
    }

    /** What is wrong with a list of profiles, to follow its name. */
    static List<String> problems(Object list) {
        List<String> problems = new ArrayList<>();
        if (!(list instanceof List<?>) && !(list instanceof Map<?, ?>)) {
            return List.of("must be a list of profiles, or a map whose values are taken in the order of its keys");
        }
        for (Object element : Trees.values(list)) {
            if (!(element instanceof Map<?, ?> map) || !(map.get("display_name") instanceof String)) {
                problems.add("has a profile without display_name");
            }
        }
        if (!problems.isEmpty()) {
            return problems;
        }
        List<Profile> profiles = Profile.all(list);
        long different = profiles.stream().map(Profile::slug).distinct().count();
        if (different != profiles.size()) {
            problems.add("has two profiles with one slug; give them different ones");
        }
        for (Profile profile : profiles) {
            profile.overrides().forEach(override -> Overrides.problems(override)
                    .forEach(problem -> problems.add("in profile \"" + profile.name() + "\": " + problem)));
            profile.options().stream()
                    .filter(option ->
                            option.choices().isEmpty() && option.unlisted().isEmpty())
                    .forEach(option -> problems.add("in profile \"" + profile.name() + "\" has an option \""
                            + option.key() + "\" with nothing to choose"));
        }
        return problems;
    }
}
