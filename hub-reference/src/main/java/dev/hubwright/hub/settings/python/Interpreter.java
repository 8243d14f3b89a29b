package dev.hubwright.hub.settings.python;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.hub.settings.source.Extension;
import dev.hubwright.hub.settings.source.Statements;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out the statements of one file. Each of them is carried over or reported. Used once, by one thread. */
final class Interpreter {

    private final String file;
    private final Statements sink;
    private final Scope scope;
    private final Traits traits = new Traits();
    private final Evaluator evaluator;

    Interpreter(String file, Scope scope, Statements sink) {
        this.file = file;
        this.sink = sink;
        this.scope = scope;
        this.evaluator = new Evaluator(scope, traits);
    }

    void run(List<Statement> statements) {
        runAll(statements);
        new Emission(file, scope, sink).emit(traits);
    }

    private void runAll(List<Statement> statements) {
        for (Statement statement : statements) {
            traits.at(statement.place());
            try {
                run(statement);
            } catch (Unreadable e) {
                failed(statement, e.getMessage());
            }
        }
    }

    private void run(Statement statement) throws Unreadable {
        scope.step();
        if (statement instanceof Statement.Assign assign) {
            assign(assign);
        } else if (statement instanceof Statement.Change change) {
            change(change);
        } else if (statement instanceof Statement.Annotated annotated) {
            annotated(annotated);
        } else if (statement instanceof Statement.Evaluate evaluate) {
            evaluate(evaluate);
        } else if (statement instanceof Statement.Import imported) {
            scope.bind(imported.name(), new Known.Imported(imported.dotted()));
        } else if (statement instanceof Statement.If conditional) {
            boolean holds = evaluator.truth(evaluator.value(conditional.condition()));
            runAll(holds ? conditional.then() : conditional.otherwise());
        } else if (statement instanceof Statement.For loop) {
            loop(loop);
        } else if (statement instanceof Statement.Definition definition) {
            define(definition);
        } else if (statement instanceof Statement.Delete delete) {
            delete(delete);
        } else if (statement instanceof Statement.Unreadable unreadable) {
            throw new Unreadable(unreadable.why());
        }
    }

    private void assign(Statement.Assign assign) throws Unreadable {
        Object value =
                evaluator.value(assign.value(), assign.targets().stream().allMatch(Expression.Name.class::isInstance));
        for (Expression target : assign.targets()) {
            assign(target, value, assign.place());
        }
    }

    private void assign(Expression target, Object value, Statement.Place place) throws Unreadable {
        Object named = value instanceof Known.Code code && code.line() == 0
                ? new Known.Code(code.keyword(), code.name(), place.line())
                : value;
        if (target instanceof Expression.Name || target instanceof Expression.Sequence) {
            evaluator.assign(target, named);
            return;
        }
        if (target instanceof Expression.Item item) {
            setItem(item, named);
            return;
        }
        Object goal = evaluator.evaluate(target);
        if (goal instanceof Known.Trait trait) {
            traits.set(trait, named);
            return;
        }
        throw new Unreadable(
                goal instanceof Known.Section section
                        ? "assigns to a whole section; write each setting: c." + section.name() + ".key = value"
                        : "assigns to something that is no setting");
    }

    private void setItem(Expression.Item item, Object value) throws Unreadable {
        Object container = evaluator.evaluate(item.target());
        Object index = evaluator.value(item.index());
        if (container instanceof Known.Imported imported && imported.dotted().equals("os.environ")) {
            if (!(value instanceof Template text)) {
                throw new Unreadable("sets an environment variable to something that is no text");
            }
            scope.variables().put(evaluator.string(index), text);
        } else if (container instanceof Known.Section section) {
            traits.set(new Known.Trait(section.name(), evaluator.string(index)), value);
        } else if (container instanceof Known.Trait trait && traits.find(trait).isEmpty()) {
            traits.extend(trait, Extension.Kind.UPDATE, new MapValue(Map.of(index, value)));
        } else if (container instanceof Known.Trait trait) {
            evaluator.setItem(traits.value(trait), index, value);
            traits.touch(trait);
        } else {
            evaluator.setItem(container, index, value);
        }
    }

    private void change(Statement.Change change) throws Unreadable {
        Object right = evaluator.value(change.value());
        Object target = evaluator.evaluate(change.target());
        if (target instanceof Known.Trait trait && traits.find(trait).isEmpty()) {
            boolean map = right instanceof MapValue && change.operator().equals("|");
            boolean list = right instanceof ListValue && List.of("+", "|").contains(change.operator());
            if (!map && !list) {
                throw new Unreadable("changes a setting that this file gives no value before; write the whole value");
            }
            traits.extend(trait, map ? Extension.Kind.UPDATE : Extension.Kind.APPEND, right);
            return;
        }
        Object left = target instanceof Known.Trait trait ? traits.value(trait) : target;
        assign(change.target(), evaluator.changed(change.operator(), left, right), change.place());
    }

    private void annotated(Statement.Annotated annotated) throws Unreadable {
        if (annotated.value().isPresent()) {
            assign(annotated.target(), evaluator.value(annotated.value().get()), annotated.place());
            return;
        }
        if (annotated.target() instanceof Expression.Name) {
            return;
        }
        Object target = evaluator.evaluate(annotated.target());
        if (target instanceof Known.Trait trait) {
            note(
                    annotated.place(),
                    trait.section() + "." + trait.key(),
                    "has no effect, here as in JupyterHub: after \":\" Python takes the rest for a type; write \"c."
                            + trait.section() + "." + trait.key() + " = …\" if it is meant");
            return;
        }
        throw new Unreadable("is an annotation of something that is no setting");
    }

    private void evaluate(Statement.Evaluate evaluate) throws Unreadable {
        if (evaluate.value() instanceof Expression.Text || evaluate.value() instanceof Expression.Constant) {
            return;
        }
        if (evaluate.value() instanceof Expression.Call call
                && calls(call.target()).filter(Advice::isHarmless).isPresent()) {
            note(evaluate.place(), shown(evaluate.place()), "has no effect: no Python is run");
            return;
        }
        if (evaluate.value() instanceof Expression.Comparison comparison
                && evaluator.evaluate(comparison.first()) instanceof Known.Trait trait) {
            note(
                    evaluate.place(),
                    trait.section() + "." + trait.key(),
                    "is only compared, which changes nothing; write \"=\"");
            return;
        }
        Object value = evaluator.evaluate(evaluate.value());
        if (!(evaluate.value() instanceof Expression.Call) && value instanceof Known) {
            note(evaluate.place(), shown(evaluate.place()), "has no effect: it gives no value");
        }
    }

    private Optional<String> calls(Expression target) {
        try {
            return evaluator.evaluate(target) instanceof Known.Imported imported
                    ? Optional.of(imported.dotted())
                    : Optional.empty();
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private void loop(Statement.For loop) throws Unreadable {
        for (Object element : evaluator.elements(evaluator.value(loop.source()))) {
            scope.step();
            evaluator.assign(loop.target(), element);
            runAll(loop.body());
        }
    }

    private void define(Statement.Definition definition) {
        scope.bind(
                definition.name(),
                new Known.Code(
                        definition.keyword(),
                        definition.name(),
                        definition.place().line()));
        note(definition.place(), shown(definition.place()), Advice.onDefinition(definition.keyword()));
    }

    private void delete(Statement.Delete delete) throws Unreadable {
        for (Expression target : delete.targets()) {
            if (target instanceof Expression.Name name) {
                scope.forget(name.name());
            } else if (evaluator.evaluate(target) instanceof Known.Trait trait) {
                traits.forget(trait);
            } else {
                throw new Unreadable("deletes something that is no name and no setting");
            }
        }
    }

    /** A name without a value is no harm until somebody uses it. */
    private void failed(Statement statement, String why) {
        if (statement instanceof Statement.Assign assign
                && assign.targets().stream().allMatch(Expression.Name.class::isInstance)) {
            assign.targets()
                    .forEach(target -> scope.bind(
                            ((Expression.Name) target).name(),
                            new Known.Unknown(why, statement.place().line())));
            note(statement.place(), shown(statement.place()), "is not read: it " + why);
            return;
        }
        String lines = statement.place().lastLine() > statement.place().line()
                ? " (up to line " + statement.place().lastLine() + ")"
                : "";
        sink.problem(new Problem(
                shown(statement.place()) + lines, "cannot be carried over: it " + why, origin(statement.place())));
    }

    private void note(Statement.Place place, String path, String message) {
        sink.note(new Problem(path, message, origin(place)));
    }

    private static String shown(Statement.Place place) {
        return "\"" + place.shown() + "\"";
    }

    private Origin origin(Statement.Place place) {
        return Origin.line(file, place.line());
    }
}
