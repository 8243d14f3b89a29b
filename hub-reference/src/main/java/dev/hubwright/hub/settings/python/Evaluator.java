package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Expression.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out what expressions mean, without running anything but what is known to have no effect. */
final class Evaluator {

    private static final int DEEPEST = 200;

    private final Scope scope;
    private final Traits traits;
    private final Operators operators;
    private final Calls calls;
    private int depth;

    Evaluator(Scope scope, Traits traits) {
        this.scope = scope;
        this.traits = traits;
        this.operators = new Operators(scope);
        this.calls = new Calls(scope, operators, traits);
    }

    /** The value; what stands for a setting is replaced by the setting's value. */
    Object value(Expression expression) throws Unreadable {
        return value(expression, false);
    }

    /**
     * The same.
     *
     * @param orConfiguration whether the configuration or a section of it will do: {@code k = c.KubeSpawner}
     */
    Object value(Expression expression, boolean orConfiguration) throws Unreadable {
        Object value = evaluate(expression);
        if (orConfiguration && (value instanceof Known.Section || value instanceof Known.Configuration)) {
            return value;
        }
        if (value instanceof Known.Trait trait) {
            return traits.value(trait);
        }
        if (value instanceof Known.Section || value instanceof Known.Configuration) {
            throw new Unreadable("uses the configuration itself as a value");
        }
        return value;
    }

    /** The value, or what it stands for. */
    Object evaluate(Expression expression) throws Unreadable {
        scope.step();
        if (++depth > DEEPEST) {
            depth = 0;
            throw new Unreadable("is nested too deeply");
        }
        try {
            return dispatch(expression);
        } finally {
            depth = Math.max(0, depth - 1);
        }
    }

    private Object dispatch(Expression expression) throws Unreadable {
        if (expression instanceof Expression.Constant constant) {
            return constant.value();
        }
        if (expression instanceof Expression.Text text) {
            return text(text);
        }
        if (expression instanceof Expression.Letters letters) {
            return Template.of(letters.text());
        }
        if (expression instanceof Expression.Inserted inserted) {
            return operators.printed(value(inserted.value()), inserted.conversion(), inserted.format());
        }
        if (expression instanceof Expression.Bytes bytes) {
            return new Known.Bytes(bytes.letters());
        }
        if (expression instanceof Expression.Name name) {
            return name(name.name());
        }
        if (expression instanceof Expression.Attribute attribute) {
            return attribute(attribute);
        }
        if (expression instanceof Expression.Item item) {
            return item(item);
        }
        if (expression instanceof Expression.Call call) {
            return call(call);
        }
        if (expression instanceof Expression.Lambda) {
            return new Known.Code("lambda", "", 0);
        }
        return compound(expression);
    }

    private Object compound(Expression expression) throws Unreadable {
        if (expression instanceof Expression.Unary unary) {
            return operators.unary(unary.operator(), value(unary.operand()));
        }
        if (expression instanceof Expression.Binary binary) {
            return binary(binary);
        }
        if (expression instanceof Expression.Comparison comparison) {
            return comparison(comparison);
        }
        if (expression instanceof Expression.Conditional conditional) {
            return value(
                    operators.truth(value(conditional.condition())) ? conditional.then() : conditional.otherwise());
        }
        if (expression instanceof Expression.Sequence sequence) {
            return scope.limited(new ListValue(sequence.kind(), arguments(sequence.elements())));
        }
        if (expression instanceof Expression.Mapping mapping) {
            return map(mapping);
        }
        if (expression instanceof Expression.Comprehension comprehension) {
            return comprehension(comprehension);
        }
        throw new Unreadable("has a slice where none can be");
    }

    private Object text(Expression.Text text) throws Unreadable {
        Template result = new Template("");
        for (Expression part : text.parts()) {
            result = scope.limited(result.plus((Template) dispatch(part)));
        }
        return result;
    }

    private Object name(String name) throws Unreadable {
        Optional<Object> value = scope.find(name);
        if (value.isPresent()) {
            if (value.get() instanceof Known.Unknown unknown) {
                throw new Unreadable("uses \"" + name + "\" of line " + unknown.line() + ", which " + unknown.why());
            }
            return value.get();
        }
        if (Calls.isBuiltin(name)) {
            return new Known.Imported("builtins." + name);
        }
        throw new Unreadable("uses the name \"" + name + "\", which this file gives no value");
    }

    private Object attribute(Expression.Attribute attribute) throws Unreadable {
        Object target = evaluate(attribute.target());
        if (target instanceof Known.Configuration) {
            return new Known.Section(attribute.name());
        }
        if (target instanceof Known.Section section) {
            return new Known.Trait(section.name(), attribute.name());
        }
        if (target instanceof Known.Imported imported) {
            String dotted = imported.dotted() + "." + attribute.name();
            // Commands of services begin with it: the Python that runs the hub, of which there is none here.
            return dotted.equals("sys.executable") ? Template.of("python3") : new Known.Imported(dotted);
        }
        throw new Unreadable("uses \"." + attribute.name() + "\" of a value that has none here");
    }

    private Object item(Expression.Item item) throws Unreadable {
        Object target = evaluate(item.target());
        if (item.index() instanceof Expression.Slice slice) {
            return operators.slice(plain(target), bound(slice.from()), bound(slice.to()), bound(slice.step()));
        }
        Object index = value(item.index());
        if (target instanceof Known.Configuration && index instanceof Template name) {
            return new Known.Section(scope.text(name));
        }
        if (target instanceof Known.Section section && index instanceof Template key) {
            return new Known.Trait(section.name(), scope.text(key));
        }
        if (target instanceof Known.Imported imported && imported.dotted().equals("os.environ")) {
            return calls.variable(index);
        }
        return operators.item(plain(target), index);
    }

    private Optional<Long> bound(Optional<Expression> expression) throws Unreadable {
        if (expression.isEmpty()) {
            return Optional.empty();
        }
        Object value = value(expression.get());
        if (value instanceof None) {
            return Optional.empty();
        }
        if (value instanceof Long number) {
            return Optional.of(number);
        }
        throw new Unreadable("has a slice by something that is no number");
    }

    private Object call(Expression.Call call) throws Unreadable {
        List<Object> positional = new ArrayList<>();
        Map<String, Object> named = new LinkedHashMap<>();
        Object method = call.target() instanceof Expression.Attribute attribute ? evaluate(attribute.target()) : null;
        // What is called decides what is said, before its arguments are looked at.
        if (method == null || method instanceof Known.Imported) {
            calls.refuseUnknown(evaluate(call.target()));
        }
        for (Argument argument : call.arguments()) {
            Object value = value(argument.value());
            if (!argument.name().isEmpty()) {
                named.put(argument.name(), value);
            } else if (argument.stars() == 2) {
                for (var entry : operators.map(value).entries().entrySet()) {
                    named.put(operators.string(entry.getKey()), entry.getValue());
                }
            } else if (argument.stars() == 1) {
                positional.addAll(operators.elements(value));
            } else {
                positional.add(value);
            }
        }
        Arguments arguments = new Arguments(positional, named);
        if (method != null && !(method instanceof Known.Imported)) {
            return calls.method(method, ((Expression.Attribute) call.target()).name(), arguments);
        }
        return calls.function(evaluate(call.target()), arguments);
    }

    private Object binary(Expression.Binary binary) throws Unreadable {
        Object left = value(binary.left());
        if (binary.operator().equals("or")) {
            return operators.truth(left) ? left : value(binary.right());
        }
        if (binary.operator().equals("and")) {
            return operators.truth(left) ? value(binary.right()) : left;
        }
        return operators.binary(binary.operator(), left, value(binary.right()));
    }

    private Object comparison(Expression.Comparison comparison) throws Unreadable {
        Object left = value(comparison.first());
        for (int i = 0; i < comparison.operators().size(); i++) {
            Object right = comparison.operators().get(i).endsWith("in")
                    ? container(comparison.others().get(i))
                    : value(comparison.others().get(i));
            if (!operators.compare(comparison.operators().get(i), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private Object container(Expression expression) throws Unreadable {
        Object value = evaluate(expression);
        return value instanceof Known.Imported imported && imported.dotted().equals("os.environ")
                ? calls.variables()
                : plain(value);
    }

    private List<Object> arguments(List<Argument> elements) throws Unreadable {
        List<Object> values = new ArrayList<>();
        for (Argument element : elements) {
            Object value = value(element.value());
            if (element.stars() == 1) {
                values.addAll(operators.elements(value));
            } else {
                values.add(value);
            }
        }
        return values;
    }

    private Object map(Expression.Mapping mapping) throws Unreadable {
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (Expression.Pair pair : mapping.pairs()) {
            Object value = value(pair.value());
            if (pair.key().isPresent()) {
                entries.put(operators.key(value(pair.key().get())), value);
            } else {
                entries.putAll(operators.map(value).entries());
            }
        }
        return new MapValue(entries);
    }

    private Object comprehension(Expression.Comprehension comprehension) throws Unreadable {
        List<Object> values = new ArrayList<>();
        Map<Object, Object> entries = new LinkedHashMap<>();
        loop(comprehension.loops(), 0, () -> {
            Object value = value(comprehension.value());
            if (comprehension.key().isPresent()) {
                entries.put(operators.key(value(comprehension.key().get())), value);
            } else {
                values.add(value);
            }
        });
        return comprehension.kind().isPresent()
                ? scope.limited(new ListValue(comprehension.kind().get(), values))
                : new MapValue(entries);
    }

    private void loop(List<Expression.Loop> loops, int index, Body body) throws Unreadable {
        if (index == loops.size()) {
            body.run();
            return;
        }
        Expression.Loop loop = loops.get(index);
        for (Object element : List.copyOf(operators.elements(value(loop.source())))) {
            scope.step();
            assign(loop.target(), element);
            boolean holds = true;
            for (Expression condition : loop.conditions()) {
                holds = holds && operators.truth(value(condition));
            }
            if (holds) {
                loop(loops, index + 1, body);
            }
        }
    }

    /** Gives names their values: one, or several at once. */
    void assign(Expression target, Object value) throws Unreadable {
        if (target instanceof Expression.Name name) {
            scope.bind(name.name(), value);
            return;
        }
        if (!(target instanceof Expression.Sequence names)) {
            throw new Unreadable("assigns to something that is no name");
        }
        List<Object> values = operators.elements(value);
        if (values.size() != names.elements().size()
                || names.elements().stream().anyMatch(element -> element.stars() > 0)) {
            throw new Unreadable("assigns " + values.size() + " values to "
                    + names.elements().size() + " names");
        }
        for (int i = 0; i < values.size(); i++) {
            assign(names.elements().get(i).value(), values.get(i));
        }
    }

    List<Object> elements(Object value) throws Unreadable {
        return List.copyOf(operators.elements(value));
    }

    boolean truth(Object value) throws Unreadable {
        return operators.truth(value);
    }

    Object changed(String operator, Object left, Object right) throws Unreadable {
        return operators.binary(operator, left, right);
    }

    String string(Object value) throws Unreadable {
        return operators.string(value);
    }

    void setItem(Object target, Object index, Object value) throws Unreadable {
        operators.setItem(target, index, value);
    }

    private Object plain(Object value) throws Unreadable {
        return value instanceof Known.Trait trait ? traits.value(trait) : value;
    }

    /** What a loop does. */
    @FunctionalInterface
    private interface Body {
        void run() throws Unreadable;
    }
}
