package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Expression.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 'http://%s:%d' % (host, port)}. */
final class PercentFormat {

    private static final Pattern PLACE = Pattern.compile("%(?:\\(([^)]*)\\))?([^a-zA-Z%(]*)([a-zA-Z%])?");

    private static final int LONGEST = 10_000;

    private final Operators operators;
    private final String template;
    private int used;

    PercentFormat(Operators operators, String template) {
        this.operators = operators;
        this.template = template;
    }

    Template apply(Object values) throws Unreadable {
        if (template.length() > LONGEST) {
            throw new Unreadable("formats a text that is too long");
        }
        List<Object> positional =
                values instanceof ListValue list && list.kind() == Kind.TUPLE ? list.elements() : List.of(values);
        Matcher matcher = PLACE.matcher(template);
        StringBuilder result = new StringBuilder();
        int end = 0;
        while (matcher.find(end)) {
            result.append(template, end, matcher.start());
            result.append(place(matcher, positional, values).template());
            end = matcher.end();
        }
        if (used < positional.size() && !(values instanceof MapValue)) {
            throw new Unreadable("has more values than places for them in its text");
        }
        return new Template(result.append(template.substring(end)).toString());
    }

    private Template place(Matcher matcher, List<Object> positional, Object values) throws Unreadable {
        String type = matcher.group(3);
        if ("%".equals(type) && matcher.group(1) == null && matcher.group(2).isEmpty()) {
            return new Template("%");
        }
        if (type == null || !"sdirf".contains(type)) {
            throw new Unreadable("formats a value in a way that is not read");
        }
        Object value;
        if (matcher.group(1) != null) {
            value = operators.item(operators.map(values), Template.of(matcher.group(1)));
        } else if (used < positional.size()) {
            value = positional.get(used++);
        } else {
            throw new Unreadable("has more places in its text than values");
        }
        if (type.equals("s") || type.equals("r")) {
            if (!matcher.group(2).isEmpty()) {
                throw new Unreadable("formats a value in a way that is not read");
            }
            return operators.printed(value, type, "");
        }
        Object number = type.equals("f")
                ? operators.number(value)
                : (Object) operators.number(value).longValue();
        return operators.printed(number, "", matcher.group(2) + (type.equals("i") ? "d" : type));
    }
}
