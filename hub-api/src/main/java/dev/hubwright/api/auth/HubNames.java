package dev.hubwright.api.auth;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What people are called in the hub whom an operator names, by whichever authenticator they will come. */
final class HubNames {

    private final Collection<Instance> instances;

    HubNames(Collection<Instance> instances) {
        this.instances = instances;
    }

    /** As {@link LoginPipeline#hubName(String, Predicate)}. */
    String of(String name, Predicate<String> known) {
        List<LoginRules> rules = instances.stream().map(Instance::rules).toList();
        String spelled = UserNames.spelled(name);
        boolean unmapped = rules.stream()
                .filter(each -> each.mapped(spelled).isEmpty() && each.makes(spelled))
                .anyMatch(each -> each.flaw(spelled).isEmpty() || known.test(spelled));
        if (unmapped) {
            return spelled;
        }
        List<LoginRules> maps =
                rules.stream().filter(each -> each.mapped(spelled).isPresent()).toList();
        Set<String> flaws = new LinkedHashSet<>();
        for (LoginRules each : maps.isEmpty() ? rules : maps) {
            String hubName = each.mapped(spelled).orElse(spelled);
            Optional<String> flaw = each.flaw(hubName);
            if (flaw.isEmpty() || known.test(hubName)) {
                return hubName;
            }
            flaws.add(flaw.get());
        }
        return Stream.of(spelled, name)
                .filter(known)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.join(" and ", flaws)));
    }
}
