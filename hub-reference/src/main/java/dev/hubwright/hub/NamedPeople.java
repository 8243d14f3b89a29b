package dev.hubwright.hub;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.store.People;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the settings give to people by name.
 *
 * @param tokens tokens, each with its owner
 * @param groups groups and who is put into them
 * @param roles roles, with those who have them
 */
record NamedPeople(Map<Secret, String> tokens, Map<String, List<String>> groups, List<Role> roles) {

    /**
     * The same with the names that all of them have in the hub. Those who are there already keep theirs.
     *
     * @throws InvalidSettings with every name that nobody can have
     */
    NamedPeople called(LoginPipeline pipeline, People kept) throws ProviderException {
        Set<String> known = kept.names();
        Names names = new Names(name -> pipeline.hubName(name, known::contains));
        Map<Secret, String> owners = new LinkedHashMap<>();
        tokens.forEach((token, owner) -> owners.put(token, names.of(owner, "JupyterHub.api_tokens")));
        Map<String, List<String>> members = new LinkedHashMap<>();
        groups.forEach((group, people) -> members.put(
                group,
                people.stream()
                        .map(person -> names.of(person, "JupyterHub.load_groups[" + group + "]"))
                        .distinct()
                        .toList()));
        List<Role> held = roles.stream().map(role -> names.of(role)).toList();
        InvalidSettings.throwIfAny(List.copyOf(names.problems));
        return new NamedPeople(owners, members, held);
    }

    private static final class Names {

        private final UnaryOperator<String> hubName;
        private final Set<Problem> problems = new LinkedHashSet<>();

        Names(UnaryOperator<String> hubName) {
            this.hubName = hubName;
        }

        Role of(Role role) {
            Set<String> users = new LinkedHashSet<>();
            role.users().forEach(user -> users.add(of(user, "JupyterHub.load_roles[" + role.name() + "].users")));
            return role.withUsers(users);
        }

        String of(String written, String setting) {
            try {
                return hubName.apply(written);
            } catch (IllegalArgumentException e) {
                problems.add(Problem.of(
                        setting, "has \"" + written + "\", and this name " + e.getMessage() + "; write a user's name"));
                return written;
            }
        }
    }
}
