package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Expression.Argument;
import dev.hubwright.hub.settings.python.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes expressions apart, by the grammar of Python as far as files of settings use it. */
final class ExpressionParser {

    private static final int DEEPEST = 60;
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("|"),
            Set.of("^"),
            Set.of("&"),
            Set.of("<<", ">>"),
            Set.of("+", "-"),
            Set.of("*", "/", "//", "%", "@"));
    private static final Set<String> COMPARISONS = Set.of("<", ">", "==", ">=", "<=", "!=");
    private static final Map<String, Boolean> TRUTH = Map.of("True", true, "False", false);
    private static final Set<String> KEYWORDS = Set.of(
            "and",
            "or",
            "not",
            "if",
            "else",
            "for",
            "in",
            "is",
            "lambda",
            "import",
            "from",
            "as",
            "def",
            "class",
            "return",
            "with",
            "while",
            "try",
            "except",
            "finally",
            "raise",
            "del",
            "pass",
            "break",
            "continue",
            "global",
            "nonlocal",
            "assert",
            "yield",
            "await",
            "async",
            "elif");

    private final Cursor words;
    private int depth;

    ExpressionParser(Cursor words) {
        this.words = words;
    }

    /** One expression, or several with commas, which are a tuple. */
    Expression expressions() throws Unreadable {
        Argument first = starred();
        if (!words.peek().is(",") && first.stars() == 0) {
            return first.value();
        }
        List<Argument> elements = new ArrayList<>(List.of(first));
        while (words.accept(",") && begins()) {
            elements.add(starred());
        }
        return new Expression.Sequence(Expression.Kind.TUPLE, List.copyOf(elements));
    }

    /** One expression. */
    Expression expression() throws Unreadable {
        if (++depth > DEEPEST) {
            throw new Unreadable("is nested too deeply");
        }
        try {
            if (words.peek().is("lambda")) {
                return lambda();
            }
            Expression value = or();
            if (words.peek().is(":=")) {
                throw new Unreadable("has a \":=\", which is not read");
            }
            if (!words.accept("if")) {
                return value;
            }
            Expression condition = or();
            words.expect("else");
            return new Expression.Conditional(condition, value, expression());
        } finally {
            depth--;
        }
    }

    /** What can stand left of {@code in}: names, and tuples of names. */
    Expression target() throws Unreadable {
        Expression first = binary(0);
        if (!words.peek().is(",")) {
            return first;
        }
        List<Argument> elements = new ArrayList<>(List.of(new Argument("", 0, first)));
        while (words.accept(",") && !words.peek().is("in")) {
            elements.add(new Argument("", 0, binary(0)));
        }
        return new Expression.Sequence(Expression.Kind.TUPLE, List.copyOf(elements));
    }

    private Argument starred() throws Unreadable {
        return words.accept("*") ? new Argument("", 1, binary(0)) : new Argument("", 0, expression());
    }

    private Expression lambda() throws Unreadable {
        words.next();
        while (!words.peek().is(":")) {
            if (words.peek().is(Kind.NEWLINE)
                    || words.peek().is(Kind.END)
                    || words.peek().is(Kind.UNREADABLE)) {
                throw words.unexpected();
            }
            words.next();
        }
        words.next();
        expression();
        return new Expression.Lambda();
    }

    private Expression or() throws Unreadable {
        Expression left = and();
        while (words.accept("or")) {
            left = new Expression.Binary("or", left, and());
        }
        return left;
    }

    private Expression and() throws Unreadable {
        Expression left = not();
        while (words.accept("and")) {
            left = new Expression.Binary("and", left, not());
        }
        return left;
    }

    private Expression not() throws Unreadable {
        int times = 0;
        while (words.accept("not")) {
            times++;
        }
        Expression result = comparison();
        // Two of them are as many as any even number.
        int needed = times == 0 ? 0 : 2 - times % 2;
        for (int i = 0; i < needed; i++) {
            result = new Expression.Unary("not", result);
        }
        return result;
    }

    private Expression comparison() throws Unreadable {
        Expression first = binary(0);
        List<String> operators = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        for (Optional<String> operator = comparator(); operator.isPresent(); operator = comparator()) {
            operators.add(operator.get());
            others.add(binary(0));
        }
        return operators.isEmpty()
                ? first
                : new Expression.Comparison(first, List.copyOf(operators), List.copyOf(others));
    }

    private Optional<String> comparator() {
        Token word = words.peek();
        if (word.is(Kind.OPERATOR) && COMPARISONS.contains(word.text())) {
            return Optional.of(words.next().text());
        }
        if (words.accept("in")) {
            return Optional.of("in");
        }
        if (word.is("not") && words.peek(1).is("in")) {
            words.next();
            words.next();
            return Optional.of("not in");
        }
        if (words.accept("is")) {
            return Optional.of(words.accept("not") ? "is not" : "is");
        }
        return Optional.empty();
    }

    private Expression binary(int level) throws Unreadable {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expression left = binary(level + 1);
        while (words.peek().is(Kind.OPERATOR)
                && LEVELS.get(level).contains(words.peek().text())) {
            String operator = words.next().text();
            left = new Expression.Binary(operator, left, binary(level + 1));
        }
        return left;
    }

    private Expression unary() throws Unreadable {
        if (++depth > DEEPEST) {
            throw new Unreadable("is nested too deeply");
        }
        try {
            for (String operator : List.of("-", "+", "~")) {
                if (words.accept(operator)) {
                    return new Expression.Unary(operator, unary());
                }
            }
            Expression base = trailers(atom());
            return words.accept("**") ? new Expression.Binary("**", base, unary()) : base;
        } finally {
            depth--;
        }
    }

    private Expression trailers(Expression atom) throws Unreadable {
        Expression result = atom;
        while (true) {
            if (words.accept(".")) {
                result = new Expression.Attribute(result, words.name());
            } else if (words.accept("(")) {
                result = new Expression.Call(result, arguments());
            } else if (words.accept("[")) {
                result = new Expression.Item(result, index());
                words.expect("]");
            } else {
                return result;
            }
        }
    }

    private List<Argument> arguments() throws Unreadable {
        List<Argument> arguments = new ArrayList<>();
        while (!words.accept(")")) {
            if (words.accept("**")) {
                arguments.add(new Argument("", 2, expression()));
            } else if (words.peek().is(Kind.NAME) && words.peek(1).is("=")) {
                String name = words.next().text();
                words.next();
                arguments.add(new Argument(name, 0, expression()));
            } else {
                Argument argument = starred();
                boolean alone = arguments.isEmpty() && argument.stars() == 0;
                arguments.add(
                        alone && words.peek().is("for")
                                ? new Argument("", 0, comprehension(Expression.Kind.LIST, null, argument.value()))
                                : argument);
            }
            if (!words.peek().is(")")) {
                words.expect(",");
            }
        }
        return List.copyOf(arguments);
    }

    private Expression index() throws Unreadable {
        Optional<Expression> from = words.peek().is(":") ? Optional.empty() : Optional.of(expressions());
        if (!words.accept(":")) {
            return from.orElseThrow();
        }
        Optional<Expression> to = sliceEnd();
        Optional<Expression> step = words.accept(":") ? sliceEnd() : Optional.empty();
        return new Expression.Slice(from, to, step);
    }

    private Optional<Expression> sliceEnd() throws Unreadable {
        return words.peek().is("]") || words.peek().is(":") ? Optional.empty() : Optional.of(expression());
    }

    private Expression atom() throws Unreadable {
        Token word = words.peek();
        switch (word.kind()) {
            case TEXT:
                return text();
            case BYTES:
                words.next();
                return new Expression.Bytes(letters(word));
            case NUMBER:
                words.next();
                return new Expression.Constant(Numbers.parse(word.text()));
            case NAME:
                return name();
            default:
        }
        if (words.accept("(")) {
            return parenthesis();
        }
        if (words.accept("[")) {
            return list();
        }
        if (words.accept("{")) {
            return setOrMap();
        }
        throw words.unexpected();
    }

    private Expression name() throws Unreadable {
        String name = words.peek().text();
        if (KEYWORDS.contains(name)) {
            throw words.unexpected();
        }
        words.next();
        if (TRUTH.containsKey(name)) {
            return new Expression.Constant(TRUTH.get(name));
        }
        return name.equals("None") ? new Expression.Constant(None.NONE) : new Expression.Name(name);
    }

    private Expression text() throws Unreadable {
        List<Expression> parts = new ArrayList<>();
        while (words.peek().is(Kind.TEXT)) {
            for (Token.Piece piece : words.next().pieces()) {
                parts.add(piece.expression() ? inserted(piece.text()) : new Expression.Letters(piece.text()));
            }
        }
        return new Expression.Text(List.copyOf(parts));
    }

    private Expression inserted(String source) throws Unreadable {
        if (depth > DEEPEST / 2) {
            throw new Unreadable("is nested too deeply");
        }
        Insertion insertion = Insertion.of(source);
        Cursor inside = new Cursor(new Tokenizer("(" + insertion.expression() + ")").tokens());
        ExpressionParser parser = new ExpressionParser(inside);
        parser.depth = depth + DEEPEST / 4;
        Expression value = parser.expressions();
        if (!inside.accept("") && !inside.peek().is(Kind.NEWLINE)) {
            throw inside.unexpected();
        }
        return new Expression.Inserted(value, insertion.conversion(), insertion.format());
    }

    private static String letters(Token word) {
        StringBuilder letters = new StringBuilder();
        word.pieces().forEach(piece -> letters.append(piece.text()));
        return letters.toString();
    }

    private Expression parenthesis() throws Unreadable {
        if (words.accept(")")) {
            return new Expression.Sequence(Expression.Kind.TUPLE, List.of());
        }
        Expression inside = expressions();
        if (words.peek().is("for")) {
            inside = comprehension(Expression.Kind.LIST, null, inside);
        }
        words.expect(")");
        return inside;
    }

    private Expression list() throws Unreadable {
        List<Argument> elements = new ArrayList<>();
        while (!words.accept("]")) {
            elements.add(starred());
            if (elements.size() == 1 && words.peek().is("for")) {
                Expression result = comprehension(
                        Expression.Kind.LIST, null, elements.get(0).value());
                words.expect("]");
                return result;
            }
            if (!words.peek().is("]")) {
                words.expect(",");
            }
        }
        return new Expression.Sequence(Expression.Kind.LIST, List.copyOf(elements));
    }

    private Expression setOrMap() throws Unreadable {
        if (words.accept("}")) {
            return new Expression.Mapping(List.of());
        }
        if (words.peek().is("**")) {
            return map(new ArrayList<>());
        }
        Argument first = starred();
        if (words.accept(":")) {
            Expression value = expression();
            if (words.peek().is("for")) {
                Expression result = comprehension(null, first.value(), value);
                words.expect("}");
                return result;
            }
            List<Expression.Pair> pairs = new ArrayList<>();
            pairs.add(new Expression.Pair(Optional.of(first.value()), value));
            return words.accept(",") ? map(pairs) : closed(pairs);
        }
        return set(first);
    }

    private Expression set(Argument first) throws Unreadable {
        if (words.peek().is("for")) {
            Expression result = comprehension(Expression.Kind.SET, null, first.value());
            words.expect("}");
            return result;
        }
        List<Argument> elements = new ArrayList<>(List.of(first));
        while (words.accept(",") && !words.peek().is("}")) {
            elements.add(starred());
        }
        words.expect("}");
        return new Expression.Sequence(Expression.Kind.SET, List.copyOf(elements));
    }

    private Expression map(List<Expression.Pair> pairs) throws Unreadable {
        while (!words.peek().is("}")) {
            if (words.accept("**")) {
                pairs.add(new Expression.Pair(Optional.empty(), expression()));
            } else {
                Expression key = expression();
                words.expect(":");
                pairs.add(new Expression.Pair(Optional.of(key), expression()));
            }
            if (!words.peek().is("}")) {
                words.expect(",");
            }
        }
        return closed(pairs);
    }

    private Expression closed(List<Expression.Pair> pairs) throws Unreadable {
        words.expect("}");
        return new Expression.Mapping(List.copyOf(pairs));
    }

    private Expression comprehension(Expression.Kind kind, Expression key, Expression value) throws Unreadable {
        List<Expression.Loop> loops = new ArrayList<>();
        while (words.accept("for")) {
            Expression target = target();
            words.expect("in");
            Expression source = or();
            List<Expression> conditions = new ArrayList<>();
            while (words.accept("if")) {
                conditions.add(or());
            }
            loops.add(new Expression.Loop(target, source, List.copyOf(conditions)));
        }
        return new Expression.Comprehension(
                Optional.ofNullable(kind), Optional.ofNullable(key), value, List.copyOf(loops));
    }

    private boolean begins() {
        Token word = words.peek();
        return switch (word.kind()) {
            case NEWLINE, END, UNREADABLE, INDENT, DEDENT -> false;
            case OPERATOR -> List.of("(", "[", "{", "-", "+", "~", "*").contains(word.text());
            default -> true;
        };
    }
}
