package dev.hubwright.hub.settings;

import dev.hubwright.api.Nearest;
import dev.hubwright.api.Problem;
import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.Providers;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds which providers of one kind the settings ask for: {@code authenticator_class}, or the instances in
 * {@code authenticators}.
 */
final class ChosenProviders<F extends ProviderFactory<?>> {

    /** Parts of the hub's own addresses, where an instance's name stands too. */
    private static final Set<String> RESERVED = Set.of(
            "api", "error", "login", "spawn", "spawn-pending", "static", "stop", "token", "user", "user-redirect");

    private final Kind kind;
    private final RawSettings raw;
    private final Providers<F> providers;
    private final List<Problem> problems;
    private final List<Choice<F>> choices = new ArrayList<>();

    ChosenProviders(Kind kind, RawSettings raw, Providers<F> providers, List<Problem> problems) {
        this.kind = kind;
        this.raw = raw;
        this.providers = providers;
        this.problems = problems;
    }

    List<Choice<F>> find() {
        List<String> names = Instances.names(raw, kind.list);
        Optional<RawSettings.Entry> single = raw.find("JupyterHub", kind.key);
        if (single.isPresent() && !names.isEmpty()) {
            problems.add(new Problem(
                    "JupyterHub." + kind.key,
                    "is set beside " + kind.list + "; keep one of them",
                    single.get().origin()));
        }
        if (names.isEmpty()) {
            chooseOne(single);
        } else {
            names.forEach(this::chooseInstance);
        }
        return choices;
    }

    private void chooseOne(Optional<RawSettings.Entry> written) {
        String path = "JupyterHub." + kind.key;
        if (written.isPresent()) {
            find(path, written.get())
                    .ifPresent(factory ->
                            choices.add(new Choice<>(ProviderInstance.DEFAULT_NAME, factory, factory.schema(), "")));
            return;
        }
        Optional<F> usual = providers.find(kind.usual);
        if (usual.isEmpty()) {
            problems.add(Problem.of(
                    path,
                    "is not set and would be " + kind.usual + ", as in JupyterHub, but no " + kind.word
                            + " of that name is installed; write one of: " + available() + ". It "
                            + KnownClasses.explain(kind.usual).orElseThrow()));
        }
        usual.ifPresent(
                factory -> choices.add(new Choice<>(ProviderInstance.DEFAULT_NAME, factory, factory.schema(), "")));
    }

    private void chooseInstance(String name) {
        String section = kind.list + "." + name;
        if (!name.matches("[a-z0-9][a-z0-9_-]{0,30}")) {
            problems.add(Problem.of(
                    section, "is no good name for an instance; use at most 31 of a-z, 0-9, - and _, as in \"corp\""));
        }
        if (RESERVED.contains(name)) {
            problems.add(Problem.of(section, "is no good name for an instance: the hub has a page of that name"));
        }
        Optional<RawSettings.Entry> written = raw.find(section, "class");
        if (written.isEmpty()) {
            problems.add(Problem.of(section + ".class", "is missing; write one of: " + available()));
            return;
        }
        find(section + ".class", written.get())
                .ifPresent(factory ->
                        choices.add(new Choice<>(name, factory, factory.schema().then(section), section)));
    }

    private Optional<F> find(String path, RawSettings.Entry written) {
        if (!(written.value() instanceof String name)) {
            problems.add(new Problem(path, "must be a name, one of: " + available(), written.origin()));
            return Optional.empty();
        }
        Optional<F> found = find(name.strip());
        if (found.isEmpty()) {
            problems.add(new Problem(path, unknown(name), written.origin()));
        }
        return found;
    }

    /** By id or alias; or by another path to a class that its package has under the path of an alias. */
    private Optional<F> find(String name) {
        return providers
                .find(name)
                .or(() -> providers.find(name.toLowerCase(Locale.ROOT)))
                .or(() -> providers.names().stream()
                        .filter(alias -> isSameClass(alias, name))
                        .findFirst()
                        .flatMap(providers::find));
    }

    /** A class of somebody's own package that happens to have the same name is another class. */
    private static boolean isSameClass(String alias, String name) {
        return (!name.contains(".") && alias.endsWith("." + name))
                || alias.contains(".")
                        && name.contains(".")
                        && alias.substring(0, alias.indexOf('.')).equals(name.substring(0, name.indexOf('.')))
                        && alias.substring(alias.lastIndexOf('.')).equals(name.substring(name.lastIndexOf('.')));
    }

    private String unknown(String name) {
        String broken =
                providers.broken().isEmpty() ? "" : "; cannot be loaded: " + String.join("; ", providers.broken());
        Optional<String> known = KnownClasses.explain(name.strip());
        if (known.isPresent()) {
            return "= \"" + name + "\" " + known.get() + "; available: " + available() + broken;
        }
        String nearest = Nearest.to(name, providers.names())
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        return "= \"" + name + "\" is not an installed " + kind.word + nearest + "; available: " + available() + broken;
    }

    private String available() {
        List<String> ids =
                providers.all().stream().map(ProviderFactory::id).sorted().toList();
        return ids.isEmpty() ? "(none is installed)" : String.join(", ", ids);
    }

    /** What differs between authenticators and spawners. */
    enum Kind {
        AUTHENTICATOR("authenticator", "authenticator_class", Instances.AUTHENTICATORS, "pam"),
        SPAWNER("spawner", "spawner_class", Instances.SPAWNERS, "local");

        private final String word;
        private final String key;
        private final String list;
        private final String usual;

        Kind(String word, String key, String list, String usual) {
            this.word = word;
            this.key = key;
            this.list = list;
            this.usual = usual;
        }
    }

    /**
     * One instance to make.
     *
     * @param section the instance's own section; empty if it has none
     */
    record Choice<F extends ProviderFactory<?>>(String name, F factory, Schema schema, String section) {}
}
