package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Expression.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's operators on the values that settings have. */
final class Operators {

    private static final int DEEPEST = 60;

    private final Scope scope;

    Operators(Scope scope) {
        this.scope = scope;
    }

    Object unary(String operator, Object value) throws Unreadable {
        return switch (operator) {
            case "not" -> !truth(value);
            case "-" -> Numbers.negative(number(value));
            case "+" -> number(value);
            default -> throw new Unreadable("has the operator " + operator + ", which is not read");
        };
    }

    Object binary(String operator, Object left, Object right) throws Unreadable {
        if (left instanceof Template text) {
            return text(operator, text, right);
        }
        if (left instanceof ListValue list) {
            return list(operator, list, right);
        }
        if (left instanceof MapValue map && operator.equals("|")) {
            Map<Object, Object> merged = new LinkedHashMap<>(map.entries());
            merged.putAll(map(right).entries());
            return new MapValue(merged);
        }
        if (operator.equals("*") && (right instanceof Template || right instanceof ListValue)) {
            return binary(operator, right, left);
        }
        return Numbers.calculate(operator, number(left), number(right));
    }

    private Object text(String operator, Template left, Object right) throws Unreadable {
        if (operator.equals("+") && right instanceof Template other) {
            return scope.limited(left.plus(other));
        }
        if (operator.equals("%")) {
            return scope.limited(new PercentFormat(this, left.template()).apply(right));
        }
        if (operator.equals("*") && right instanceof Long times) {
            repeats(left.template().length(), times);
            return scope.limited(new Template(left.template().repeat((int) Math.max(0, times))));
        }
        throw new Unreadable("combines a text with something else by " + operator);
    }

    private Object list(String operator, ListValue left, Object right) throws Unreadable {
        List<Object> elements = new ArrayList<>(left.elements());
        if (operator.equals("*") && right instanceof Long times) {
            repeats(elements.size(), times);
            return new ListValue(
                    left.kind(),
                    Collections.nCopies((int) Math.max(0, times), elements).stream()
                            .flatMap(List::stream)
                            .toList());
        }
        List<Object> others = elements(right);
        switch (left.kind() == Kind.SET ? operator : operator.replace("+", "add")) {
            case "add", "|" -> elements.addAll(others);
            case "&" -> elements.retainAll(others);
            case "-" -> elements.removeAll(others);
            default -> throw new Unreadable("combines lists by " + operator);
        }
        return scope.limited(new ListValue(left.kind(), elements));
    }

    private static void repeats(int length, long times) throws Unreadable {
        if (times > 0 && length * (double) times > 1_000_000) {
            throw new Unreadable("repeats something too often");
        }
    }

    boolean compare(String operator, Object left, Object right) throws Unreadable {
        return switch (operator) {
            case "==", "is" -> equal(left, right);
            case "!=", "is not" -> !equal(left, right);
            case "in" -> contains(right, left);
            case "not in" -> !contains(right, left);
            default -> ordered(operator, left, right);
        };
    }

    private boolean ordered(String operator, Object left, Object right) throws Unreadable {
        int order;
        if (left instanceof Template a && right instanceof Template b) {
            order = scope.text(a).compareTo(scope.text(b));
        } else {
            order = Double.compare(number(left).doubleValue(), number(right).doubleValue());
        }
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    boolean equal(Object left, Object right) throws Unreadable {
        return equal(left, right, 0);
    }

    private boolean equal(Object left, Object right, int depth) throws Unreadable {
        scope.step();
        if (depth > DEEPEST) {
            throw new Unreadable("compares values that are nested too deeply");
        }
        if (left instanceof ListValue a && right instanceof ListValue b) {
            return equal(a.elements(), b.elements(), depth + 1);
        }
        if (left instanceof MapValue a && right instanceof MapValue b) {
            return a.entries().keySet().equals(b.entries().keySet())
                    && equal(
                            List.copyOf(a.entries().values()),
                            a.entries().keySet().stream().map(b.entries()::get).toList(),
                            depth + 1);
        }
        return key(left).equals(key(right));
    }

    private boolean equal(List<Object> left, List<Object> right, int depth) throws Unreadable {
        boolean equal = left.size() == right.size();
        for (int i = 0; equal && i < left.size(); i++) {
            equal = equal(left.get(i), right.get(i), depth);
        }
        return equal;
    }

    private boolean contains(Object container, Object element) throws Unreadable {
        if (container instanceof Template text) {
            return scope.text(text).contains(string(element));
        }
        for (Object candidate : elements(container)) {
            if (equal(candidate, element)) {
                return true;
            }
        }
        return false;
    }

    boolean truth(Object value) throws Unreadable {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Template text) {
            return !scope.text(text).isEmpty();
        }
        if (value instanceof ListValue list) {
            return !list.elements().isEmpty();
        }
        if (value instanceof MapValue map) {
            return !map.entries().isEmpty();
        }
        return !(value instanceof None) && (!(value instanceof Number number) || number.doubleValue() != 0);
    }

    /** The value as a key or an element of a set: texts with what the environment says. */
    Object key(Object value) throws Unreadable {
        return value instanceof Template text ? Template.of(scope.text(text)) : value;
    }

    Number number(Object value) throws Unreadable {
        if (value instanceof Number number) {
            return number;
        }
        if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        throw new Unreadable("reckons with something that is no number");
    }

    String string(Object value) throws Unreadable {
        if (value instanceof Template text) {
            return scope.text(text);
        }
        throw new Unreadable("uses something as a text that is none");
    }

    MapValue map(Object value) throws Unreadable {
        if (value instanceof MapValue map) {
            return map;
        }
        throw new Unreadable("uses something as a map that is none");
    }

    List<Object> elements(Object value) throws Unreadable {
        if (value instanceof ListValue list) {
            scope.work(list.elements().size());
            return list.elements();
        }
        if (value instanceof MapValue map) {
            scope.work(map.entries().size());
            return new ArrayList<>(map.entries().keySet());
        }
        if (value instanceof Template text) {
            String letters = scope.text(text);
            // Each letter becomes an object of its own.
            scope.work(64 * letters.length());
            return letters.codePoints()
                    .mapToObj(letter -> (Object) Template.of(Character.toString(letter)))
                    .toList();
        }
        throw new Unreadable("uses something as a list that is none");
    }

    Object item(Object target, Object index) throws Unreadable {
        if (target instanceof MapValue map) {
            return Optional.ofNullable(map.entries().get(key(index)))
                    .orElseThrow(() -> new Unreadable("looks up a key that the map does not have"));
        }
        List<Object> elements = elements(target);
        return elements.get(position(elements.size(), index));
    }

    void setItem(Object target, Object index, Object value) throws Unreadable {
        if (target instanceof MapValue map) {
            map.entries().put(key(index), value);
        } else if (target instanceof ListValue list && list.kind() == Kind.LIST) {
            list.elements().set(position(list.elements().size(), index), value);
        } else {
            throw new Unreadable("changes a part of something that has no parts to change");
        }
    }

    private int position(int size, Object index) throws Unreadable {
        long position = number(index).longValue();
        long counted = position < 0 ? position + size : position;
        if (index instanceof Double || counted < 0 || counted >= size) {
            throw new Unreadable("looks up an element that the list does not have");
        }
        return (int) counted;
    }

    Object slice(Object target, Optional<Long> from, Optional<Long> to, Optional<Long> step) throws Unreadable {
        if (step.orElse(1L) != 1) {
            throw new Unreadable("has a slice in steps, which is not read");
        }
        List<Object> elements = elements(target);
        int begin = clamp(from.orElse(0L), elements.size());
        int end = Math.max(begin, clamp(to.orElse((long) elements.size()), elements.size()));
        List<Object> part = elements.subList(begin, end);
        if (!(target instanceof Template)) {
            return new ListValue(target instanceof ListValue list ? list.kind() : Kind.LIST, part);
        }
        Template text = new Template("");
        for (Object letter : part) {
            text = text.plus((Template) letter);
        }
        return text;
    }

    private static int clamp(long index, int size) {
        return (int) Math.max(0, Math.min(size, index < 0 ? index + size : index));
    }

    /** The value as a text, as f-strings and {@code str} print it. */
    Template printed(Object value, String conversion, String format) throws Unreadable {
        if (!format.isEmpty()) {
            return new FormatSpecification(format).apply(this, value);
        }
        if (conversion.equals("r") || conversion.equals("a")) {
            return quoted(value);
        }
        if (value instanceof Template text) {
            return text;
        }
        return quoted(value);
    }

    private Template quoted(Object value) throws Unreadable {
        if (value instanceof Template text) {
            return new Template("'" + text.template() + "'");
        }
        if (value instanceof Boolean truth) {
            return new Template(truth ? "True" : "False");
        }
        if (value instanceof Number number) {
            return new Template(Numbers.print(number));
        }
        if (value instanceof None) {
            return new Template("None");
        }
        throw new Unreadable("makes a text of a list, a map or a name");
    }

    Scope scope() {
        return scope;
    }
}
