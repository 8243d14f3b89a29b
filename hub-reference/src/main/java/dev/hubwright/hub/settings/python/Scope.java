package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.source.References;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What names mean while a file is read, and how much work its statements may make. */
final class Scope {

    private static final int MOST_STEPS = 200_000;
    private static final int SIZE_OF_A_STEP = 64;
    private static final int LONGEST_TEXT = 1_000_000;
    private static final int LONGEST_LIST = 100_000;

    private final Path file;
    private final Map<String, String> environment;
    private final Map<String, Object> names = new HashMap<>();
    private final Map<String, Template> variables = new LinkedHashMap<>();
    private final Set<String> frozen = new LinkedHashSet<>();
    private long steps;

    Scope(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
        names.put("c", new Known.Configuration());
        names.put("__file__", Template.of(file.toAbsolutePath().toString()));
        names.put("__name__", Template.of("__main__"));
    }

    Path folder() {
        return file.toAbsolutePath().getParent();
    }

    Optional<Object> find(String name) {
        return Optional.ofNullable(names.get(name));
    }

    void bind(String name, Object value) {
        names.put(name, value);
    }

    void forget(String name) {
        names.remove(name);
    }

    Map<String, String> environment() {
        return environment;
    }

    /** What the file itself wrote into {@code os.environ}. */
    Map<String, Template> variables() {
        return variables;
    }

    /** A variable of the environment, by reference if the file did not write it. */
    Optional<Template> variable(String name) {
        if (variables.containsKey(name)) {
            return Optional.of(variables.get(name));
        }
        return environment.containsKey(name) ? Optional.of(new Template("${env:" + name + "}")) : Optional.empty();
    }

    /** The text itself, with the environment as it is now. */
    String text(Template template) throws Unreadable {
        work(template.template().length());
        if (template.template().indexOf('$') < 0) {
            return template.template();
        }
        List<String> problems = new ArrayList<>();
        String text = References.resolving(environment).resolve(template.template(), folder(), false, problems::add);
        if (!problems.isEmpty()) {
            throw new Unreadable(problems.get(0));
        }
        if (References.isIn(template.template())) {
            frozen.add(template.template());
        }
        return text;
    }

    /** Notes that a variable's value, or its absence, decided something. */
    void freeze(String variable) {
        frozen.add("${env:" + variable + "}");
    }

    /** References whose values decided something, so that they are no references any more. */
    Set<String> frozen() {
        return frozen;
    }

    /** Counts one step of work. */
    void step() throws Unreadable {
        work(0);
    }

    /** Counts the work on so many letters or elements. */
    void work(int size) throws Unreadable {
        steps += 1 + size / SIZE_OF_A_STEP;
        if (steps > MOST_STEPS) {
            throw new Unreadable("takes too many steps to work out");
        }
    }

    Template limited(Template text) throws Unreadable {
        work(text.template().length());
        if (text.template().length() > LONGEST_TEXT) {
            throw new Unreadable("makes a text that is too long");
        }
        return text;
    }

    ListValue limited(ListValue list) throws Unreadable {
        work(list.elements().size());
        if (list.elements().size() > LONGEST_LIST) {
            throw new Unreadable("makes a list that is too long");
        }
        return list;
    }
}
