package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Expression.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Methods of texts. */
final class TextMethods {

    private final Operators operators;

    TextMethods(Operators operators) {
        this.operators = operators;
    }

    Object call(Template text, String method, Arguments arguments) throws Unreadable {
        switch (method) {
            case "format":
                return operators.scope().limited(new BraceFormat(operators, arguments).apply(text.template()));
            case "join":
                return join(text, arguments);
            case "encode":
                return new Known.Bytes(operators.string(text));
            default:
        }
        String letters = operators.string(text);
        Optional<Object> result = change(letters, method, arguments).map(Template::of);
        return result.isPresent() ? result.get() : other(letters, method, arguments);
    }

    private Optional<String> change(String text, String method, Arguments arguments) throws Unreadable {
        return Optional.ofNullable(
                switch (method) {
                    case "strip" -> stripped(text, arguments, true, true);
                    case "lstrip" -> stripped(text, arguments, true, false);
                    case "rstrip" -> stripped(text, arguments, false, true);
                    case "lower", "casefold" -> text.toLowerCase(Locale.ROOT);
                    case "upper" -> text.toUpperCase(Locale.ROOT);
                    case "capitalize" ->
                        text.isEmpty()
                                ? text
                                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                                        + text.substring(1).toLowerCase(Locale.ROOT);
                    case "replace" -> replaced(text, arguments);
                    case "removeprefix" ->
                        text.startsWith(string(arguments, 0))
                                ? text.substring(string(arguments, 0).length())
                                : text;
                    case "removesuffix" ->
                        text.endsWith(string(arguments, 0))
                                ? text.substring(
                                        0, text.length() - string(arguments, 0).length())
                                : text;
                    default -> null;
                });
    }

    private Object other(String text, String method, Arguments arguments) throws Unreadable {
        return switch (method) {
            case "split" -> split(text, arguments);
            case "splitlines" -> list(text.lines().toList());
            case "startswith" -> text.startsWith(string(arguments, 0));
            case "endswith" -> text.endsWith(string(arguments, 0));
            case "isdigit", "isnumeric" -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
            case "count" -> (long) text.split(Pattern.quote(string(arguments, 0)), -1).length - 1;
            default -> throw new Unreadable("calls \"." + method + "\" of a text, which is not read");
        };
    }

    private Template join(Template text, Arguments arguments) throws Unreadable {
        StringBuilder result = new StringBuilder();
        boolean first = true;
        for (Object element : operators.elements(arguments.get(0))) {
            if (!(element instanceof Template part)) {
                throw new Unreadable("joins something to a text that is none");
            }
            operators.scope().work(part.template().length());
            result.append(first ? "" : text.template()).append(part.template());
            first = false;
        }
        return operators.scope().limited(new Template(result.toString()));
    }

    private String replaced(String text, Arguments arguments) throws Unreadable {
        arguments.atMost(2);
        String from = string(arguments, 0);
        String to = string(arguments, 1);
        operators.scope().work(Math.min(10_000_000, (text.length() + 1) * (to.length() + 1)));
        return text.replace(from, to);
    }

    private String stripped(String text, Arguments arguments, boolean left, boolean right) throws Unreadable {
        boolean blank = arguments.count() == 0 || arguments.get(0) instanceof None;
        String letters = blank ? " \t\n\r\f\u000b" : string(arguments, 0);
        int begin = 0;
        int end = text.length();
        while (left && begin < end && letters.indexOf(text.charAt(begin)) >= 0) {
            begin++;
        }
        while (right && end > begin && letters.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(begin, end);
    }

    private Object split(String text, Arguments arguments) throws Unreadable {
        arguments.atMost(1);
        Optional<Object> separator = arguments.find(0, "sep").filter(value -> !(value instanceof None));
        if (separator.isEmpty()) {
            return list(text.isBlank() ? List.of() : List.of(text.strip().split("\\s+")));
        }
        String between = operators.string(separator.get());
        if (between.isEmpty()) {
            throw new Unreadable("splits a text at nothing");
        }
        return list(List.of(text.split(Pattern.quote(between), -1)));
    }

    private ListValue list(List<String> parts) throws Unreadable {
        List<Object> elements = new ArrayList<>();
        parts.forEach(part -> elements.add(Template.of(part)));
        return operators.scope().limited(new ListValue(Kind.LIST, elements));
    }

    private String string(Arguments arguments, int index) throws Unreadable {
        return operators.string(arguments.get(index));
    }
}
