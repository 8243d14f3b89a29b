package dev.hubwright.hub.settings.python;

import dev.hubwright.hub.settings.python.Statement.Place;
import dev.hubwright.hub.settings.python.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a file apart into statements. It never fails: a statement that it cannot read becomes {@link
 * Statement.Unreadable}, with all that is indented below it.
 */
final class StatementParser {

    private static final int DEEPEST = 20;
    private static final Set<String> CHANGES =
            Set.of("+=", "-=", "*=", "/=", "//=", "%=", "|=", "&=", "^=", "**=", ">>=", "<<=", "@=");
    private static final Set<String> COMPOUND =
            Set.of("if", "for", "def", "class", "while", "try", "with", "async", "match", "@");

    private static final Set<String> BRANCHES = Set.of("elif", "else", "except", "finally");

    private final String source;
    private final Cursor words;
    private final ExpressionParser expressions;
    private int depth;

    StatementParser(Tokenizer tokenizer) {
        this.words = new Cursor(tokenizer.tokens());
        this.source = tokenizer.source();
        this.expressions = new ExpressionParser(words);
    }

    List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        while (!words.peek().is(Kind.END)) {
            if (words.peek().is(Kind.NEWLINE) || words.peek().is(Kind.DEDENT)) {
                words.next();
            } else if (words.peek().is(Kind.INDENT)) {
                // Lines that are indented for no reason are statements all the same.
                statements.add(unreadable(words.next(), "is indented, but nothing above it begins a block"));
            } else {
                line(statements);
            }
        }
        return statements;
    }

    /** The statements of one line, and what is indented below it. */
    private void line(List<Statement> statements) {
        Token first = words.peek();
        int begin = words.index();
        int outside = depth;
        try {
            if (isCompound()) {
                statements.add(compound(first));
                return;
            }
            List<Statement> found = new ArrayList<>();
            simple(found);
            while (words.accept(";") && !words.peek().is(Kind.NEWLINE)) {
                simple(found);
            }
            if (!words.peek().is(Kind.NEWLINE) && !words.peek().is(Kind.END)) {
                throw words.unexpected();
            }
            words.next();
            statements.addAll(found);
        } catch (Unreadable e) {
            words.returnTo(begin);
            depth = outside;
            statements.add(unreadable(first, e.getMessage()));
        }
    }

    private boolean isCompound() {
        Token word = words.peek();
        boolean soft = word.text().equals("match")
                && !words.peek(1).is(Kind.NAME)
                && !words.peek(1).is(Kind.TEXT);
        return COMPOUND.contains(word.text()) && !word.is(Kind.UNREADABLE) && !soft;
    }

    private Statement compound(Token first) throws Unreadable {
        if (words.accept("if")) {
            return conditional(first);
        }
        if (words.accept("for")) {
            return loop(first);
        }
        if (first.is("@")) {
            return decorated(first);
        }
        if (first.is("def") || first.is("class")) {
            words.next();
            String name = words.name();
            skip();
            return new Statement.Definition(place(first), first.text(), name);
        }
        if (first.is("async") && words.peek(1).is("def")) {
            words.next();
            words.next();
            String name = words.name();
            skip();
            return new Statement.Definition(place(first), "def", name);
        }
        throw new Unreadable("begins with \"" + first.text() + "\", which is not read");
    }

    private Statement decorated(Token first) throws Unreadable {
        while (words.peek().is("@")) {
            while (!words.peek().is(Kind.NEWLINE) && !words.peek().is(Kind.END)) {
                words.next();
            }
            words.next();
        }
        if (!isCompound()) {
            throw words.unexpected();
        }
        return compound(first.is("@") && words.peek().is("@") ? first : words.peek());
    }

    private Statement conditional(Token first) throws Unreadable {
        if (++depth > DEEPEST) {
            throw new Unreadable("is nested too deeply");
        }
        try {
            Expression condition = expressions.expression();
            List<Statement> then = block();
            List<Statement> otherwise = new ArrayList<>();
            Token next = words.peek();
            if (words.accept("elif")) {
                otherwise.add(conditional(next));
            } else if (words.accept("else")) {
                otherwise.addAll(block());
            }
            return new Statement.If(place(first), condition, then, otherwise);
        } finally {
            depth--;
        }
    }

    private Statement loop(Token first) throws Unreadable {
        Expression target = expressions.target();
        words.expect("in");
        Expression over = expressions.expressions();
        List<Statement> body = block();
        if (words.peek().is("else")) {
            throw new Unreadable("has an \"else\" after a loop, which is not read");
        }
        return new Statement.For(place(first), target, over, body);
    }

    private List<Statement> block() throws Unreadable {
        words.expect(":");
        List<Statement> statements = new ArrayList<>();
        if (!words.peek().is(Kind.NEWLINE)) {
            line(statements);
            return statements;
        }
        words.next();
        if (!words.peek().is(Kind.INDENT)) {
            throw new Unreadable("has nothing indented below it");
        }
        words.next();
        if (++depth > DEEPEST) {
            throw new Unreadable("is nested too deeply");
        }
        while (!words.peek().is(Kind.DEDENT) && !words.peek().is(Kind.END)) {
            if (words.peek().is(Kind.INDENT)) {
                throw new Unreadable("has lines below it that are indented differently");
            }
            line(statements);
        }
        depth--;
        if (words.peek().is(Kind.DEDENT)) {
            words.next();
        }
        return statements;
    }

    private void simple(List<Statement> statements) throws Unreadable {
        Token first = words.peek();
        switch (first.text()) {
            case "import" -> imports(statements, first);
            case "from" -> fromImports(statements, first);
            case "pass" -> {
                words.next();
                statements.add(new Statement.Pass(place(first)));
            }
            case "del" -> {
                words.next();
                Expression deleted = expressions.expressions();
                List<Expression> targets = deleted instanceof Expression.Sequence list
                        ? list.elements().stream()
                                .map(Expression.Argument::value)
                                .toList()
                        : List.of(deleted);
                statements.add(new Statement.Delete(place(first), targets));
            }
            default -> statements.add(expressionStatement(first));
        }
    }

    private Statement expressionStatement(Token first) throws Unreadable {
        Expression left = expressions.expressions();
        Token operator = words.peek();
        if (words.accept(":")) {
            return annotated(first, left);
        }
        if (operator.is(Kind.OPERATOR) && CHANGES.contains(operator.text())) {
            words.next();
            String plain = operator.text().substring(0, operator.text().length() - 1);
            Expression value = expressions.expressions();
            return new Statement.Change(place(first), left, plain, value);
        }
        List<Expression> chain = new ArrayList<>(List.of(left));
        while (words.accept("=")) {
            chain.add(expressions.expressions());
        }
        if (chain.size() == 1) {
            return new Statement.Evaluate(place(first), left);
        }
        Expression value = chain.remove(chain.size() - 1);
        return new Statement.Assign(place(first), List.copyOf(chain), value);
    }

    private Statement annotated(Token first, Expression target) throws Unreadable {
        expressions.expression();
        Optional<Expression> value = words.accept("=") ? Optional.of(expressions.expressions()) : Optional.empty();
        return new Statement.Annotated(place(first), target, value);
    }

    private void imports(List<Statement> statements, Token first) throws Unreadable {
        words.next();
        do {
            String dotted = dotted();
            boolean renamed = words.accept("as");
            String name = renamed ? words.name() : dotted.split("\\.", 2)[0];
            statements.add(new Statement.Import(place(first), name, renamed ? dotted : name));
        } while (words.accept(","));
    }

    private void fromImports(List<Statement> statements, Token first) throws Unreadable {
        words.next();
        if (words.peek().is(".") || words.peek().is("...")) {
            throw new Unreadable("imports from beside this file, and no Python is run");
        }
        String module = dotted();
        words.expect("import");
        boolean inBrackets = words.accept("(");
        if (words.peek().is("*")) {
            throw new Unreadable("imports all names of a module, and no Python is run");
        }
        do {
            if (inBrackets && words.peek().is(")")) {
                break;
            }
            String name = words.name();
            String local = words.accept("as") ? words.name() : name;
            statements.add(new Statement.Import(place(first), local, module + "." + name));
        } while (words.accept(","));
        if (inBrackets) {
            words.expect(")");
        }
    }

    private String dotted() throws Unreadable {
        StringBuilder name = new StringBuilder(words.name());
        while (words.accept(".")) {
            name.append('.').append(words.name());
        }
        return name.toString();
    }

    private Statement unreadable(Token first, String why) {
        skip();
        return new Statement.Unreadable(place(first), why);
    }

    /** Goes behind this line and all that belongs to it. */
    private void skip() {
        skipBlock();
        while (BRANCHES.contains(words.peek().text())) {
            skipBlock();
        }
    }

    private void skipBlock() {
        while (!words.peek().is(Kind.NEWLINE) && !words.peek().is(Kind.END)) {
            words.next();
        }
        words.next();
        int below = 0;
        while (!words.peek().is(Kind.END) && (words.peek().is(Kind.INDENT) || below > 0)) {
            Token word = words.next();
            below += word.is(Kind.INDENT) ? 1 : word.is(Kind.DEDENT) ? -1 : 0;
        }
    }

    private Place place(Token first) {
        Token last = words.last();
        int further = (int) source.substring(last.start(), last.end())
                .chars()
                .filter(c -> c == '\n')
                .count();
        int lastLine = Math.max(first.line(), last.line() + further);
        return new Place(first.line(), lastLine, Shown.line(source, first.start()));
    }
}
