package dev.hubwright.hub.settings.python;

/** {@code 'http://{}:{port}'.format(host, port=80)}. */
final class BraceFormat {

    private final Operators operators;
    private final Arguments arguments;
    private final StringBuilder result = new StringBuilder();
    private int used;

    BraceFormat(Operators operators, Arguments arguments) {
        this.operators = operators;
        this.arguments = arguments;
    }

    Template apply(String template) throws Unreadable {
        int position = 0;
        while (position < template.length()) {
            position = take(template, position);
        }
        return new Template(result.toString());
    }

    /** Takes what stands at {@code position} and returns where the next thing stands. */
    private int take(String template, int position) throws Unreadable {
        char c = template.charAt(position);
        boolean twice = position + 1 < template.length() && template.charAt(position + 1) == c;
        if (c == '$' && !twice) {
            int end = template.indexOf('}', position);
            result.append(template, position, end + 1);
            return end + 1;
        }
        if (c == '$' || ((c == '{' || c == '}') && twice)) {
            result.append(c == '$' ? "$$" : c);
            return position + 2;
        }
        if (c != '{') {
            result.append(c);
            return position + 1;
        }
        int end = template.indexOf('}', position);
        if (end < 0) {
            throw new Unreadable("has a { without a } in its text");
        }
        result.append(field(template.substring(position + 1, end)).template());
        return end + 1;
    }

    private Template field(String written) throws Unreadable {
        Insertion insertion = Insertion.of(written);
        String name = insertion.expression();
        Object value;
        if (name.isEmpty()) {
            value = arguments.get(used++);
        } else if (name.matches("\\d{1,4}")) {
            value = arguments.get(Integer.parseInt(name));
        } else if (arguments.named().containsKey(name)) {
            value = arguments.named().get(name);
        } else {
            throw new Unreadable("has a place in its text that no argument fills");
        }
        return operators.printed(value, insertion.conversion(), insertion.format());
    }
}
