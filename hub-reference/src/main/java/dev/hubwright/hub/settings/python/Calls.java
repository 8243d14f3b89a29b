package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Expression.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls of functions and methods that have no effect outside the file. */
final class Calls {

    private static final Set<String> BUILTINS = Set.of(
            "str",
            "int",
            "float",
            "bool",
            "list",
            "tuple",
            "set",
            "frozenset",
            "dict",
            "len",
            "sorted",
            "range",
            "bytes",
            "repr",
            "min",
            "max",
            "sum",
            "any",
            "all",
            "zip",
            "enumerate",
            "get_config",
            "print",
            "open",
            "isinstance",
            "getattr",
            "setattr",
            "hasattr",
            "exec",
            "eval",
            "load_subconfig",
            "__import__",
            "type",
            "input");
    private static final Set<String> READ = Set.of(
            "str",
            "int",
            "float",
            "bool",
            "list",
            "tuple",
            "set",
            "frozenset",
            "dict",
            "len",
            "sorted",
            "range",
            "min",
            "max",
            "get_config");

    private final Scope scope;
    private final Operators operators;
    private final Traits traits;
    private final TextMethods texts;
    private final CollectionMethods collections;
    private final SystemFunctions system;

    Calls(Scope scope, Operators operators, Traits traits) {
        this.scope = scope;
        this.operators = operators;
        this.traits = traits;
        this.texts = new TextMethods(operators);
        this.collections = new CollectionMethods(operators);
        this.system = new SystemFunctions(scope, operators);
    }

    static boolean isBuiltin(String name) {
        return BUILTINS.contains(name);
    }

    /** Refuses what cannot be called here, with what to do instead. */
    void refuseUnknown(Object function) throws Unreadable {
        if (function instanceof Known.Code code) {
            throw new Unreadable("calls the function " + code.name() + " of line " + code.line()
                    + ", and no Python is run; write its result");
        }
        if (function instanceof Known.Trait || function instanceof Known.Section) {
            return;
        }
        if (!(function instanceof Known.Imported imported)) {
            throw new Unreadable("calls something that cannot be called");
        }
        boolean known = imported.dotted().startsWith("builtins.")
                ? READ.contains(imported.dotted().substring("builtins.".length()))
                        || imported.dotted().equals("builtins.bytes.fromhex")
                : system.knows(imported.dotted());
        if (!known) {
            throw new Unreadable(Advice.onCall(imported.dotted()));
        }
    }

    Object function(Object function, Arguments arguments) throws Unreadable {
        String dotted = ((Known.Imported) function).dotted();
        return dotted.startsWith("builtins.")
                ? builtin(dotted.substring("builtins.".length()), arguments)
                : system.call(dotted, arguments);
    }

    Object method(Object target, String name, Arguments arguments) throws Unreadable {
        if (target instanceof Known.Trait trait) {
            Optional<Object> value = traits.find(trait);
            if (value.isEmpty()) {
                return traits.extend(trait, name, arguments, operators);
            }
            traits.touch(trait);
            return method(value.get(), name, arguments);
        }
        if (target instanceof Template text) {
            return texts.call(text, name, arguments);
        }
        if (target instanceof ListValue list) {
            return collections.call(list, name, arguments);
        }
        if (target instanceof MapValue map) {
            return collections.call(map, name, arguments);
        }
        if (target instanceof Known.Bytes bytes && name.equals("decode")) {
            return Template.of(bytes.letters());
        }
        throw new Unreadable("calls \"." + name + "\" of a value that has no such method here");
    }

    Object variable(Object name) throws Unreadable {
        return system.variable(operators.string(name));
    }

    /** The names of all variables of the environment. */
    ListValue variables() {
        List<Object> names = new ArrayList<>();
        scope.environment().keySet().forEach(name -> names.add(Template.of(name)));
        scope.variables().keySet().forEach(name -> names.add(Template.of(name)));
        return new ListValue(Kind.SET, names);
    }

    private Object builtin(String name, Arguments arguments) throws Unreadable {
        return switch (name) {
            case "get_config" -> configuration(arguments);
            case "str" -> arguments.count() == 0 ? Template.of("") : operators.printed(arguments.get(0), "", "");
            case "int" -> integer(arguments);
            case "float" -> decimal(arguments.get(0));
            case "bool" -> arguments.count() > 0 && operators.truth(arguments.get(0));
            case "list" -> collection(Kind.LIST, arguments);
            case "tuple" -> collection(Kind.TUPLE, arguments);
            case "set", "frozenset" -> collection(Kind.SET, arguments);
            case "dict" -> new MapValue(collections.merged(arguments));
            case "len" -> (long) operators.elements(arguments.get(0)).size();
            case "sorted" -> sorted(arguments);
            case "range" -> range(arguments);
            case "min", "max" -> extreme(name, arguments);
            default -> bytes(arguments);
        };
    }

    private static Object configuration(Arguments arguments) throws Unreadable {
        if (arguments.count() > 0) {
            throw new Unreadable("asks for a value of the Helm chart; write the value itself");
        }
        return new Known.Configuration();
    }

    private Object integer(Arguments arguments) throws Unreadable {
        arguments.atMost(1);
        Object value = arguments.get(0);
        if (value instanceof Template) {
            String text = operators.string(value).strip();
            if (!text.matches("[+-]?\\d{1,18}")) {
                throw new Unreadable("makes a number of a text that is none");
            }
            return Long.parseLong(text);
        }
        return operators.number(value).longValue();
    }

    private Object decimal(Object value) throws Unreadable {
        if (value instanceof Template) {
            String text = operators.string(value).strip();
            if (!text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
                throw new Unreadable("makes a number of a text that is none");
            }
            return Double.parseDouble(text);
        }
        return operators.number(value).doubleValue();
    }

    private Object collection(Kind kind, Arguments arguments) throws Unreadable {
        arguments.atMost(1);
        return new ListValue(kind, arguments.count() == 0 ? List.of() : operators.elements(arguments.get(0)));
    }

    private Object sorted(Arguments arguments) throws Unreadable {
        arguments.atMost(1);
        Map<String, Object> byText = new LinkedHashMap<>();
        List<Object> elements = operators.elements(arguments.get(0));
        for (Object element : elements) {
            byText.put(operators.string(element), element);
        }
        List<Object> sorted = byText.keySet().stream().sorted().map(byText::get).toList();
        if (sorted.size() != elements.size()) {
            throw new Unreadable("sorts a list in which something stands twice");
        }
        return new ListValue(Kind.LIST, sorted);
    }

    private Object range(Arguments arguments) throws Unreadable {
        arguments.atMost(2);
        boolean two = arguments.count() == 2;
        long from = two ? operators.number(arguments.get(0)).longValue() : 0;
        long to = operators.number(arguments.get(two ? 1 : 0)).longValue();
        List<Object> numbers = new ArrayList<>();
        for (long number = from; number < to; number++) {
            scope.step();
            numbers.add(number);
        }
        return scope.limited(new ListValue(Kind.LIST, numbers));
    }

    private Object extreme(String name, Arguments arguments) throws Unreadable {
        List<Object> values =
                arguments.count() == 1 ? operators.elements(arguments.get(0)) : new ArrayList<>(arguments.positional());
        Object best = null;
        for (Object value : values) {
            boolean better = best == null || operators.compare(name.equals("min") ? "<" : ">", value, best);
            best = better ? value : best;
        }
        if (best == null) {
            throw new Unreadable("looks for the best of nothing");
        }
        return best;
    }

    private Object bytes(Arguments arguments) throws Unreadable {
        return SystemFunctions.fromHexadecimal(operators.string(arguments.get(0)));
    }
}
