package dev.hubwright.hub.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;

/** Evaluates snippets of Java and says what came of them, by frames. */
final class Evaluation {

    /** What the tool {@code jshell} imports by default. */
    private static final List<String> IMPORTS = List.of(
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.nio.file.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.function.*",
            "java.util.prefs.*",
            "java.util.regex.*",
            "java.util.stream.*");

    private static final int MAX_FRAMES = 10;

    private final BiConsumer<String, String> out;
    private final JShell shell = JShell.builder().executionEngine("local").build();
    private volatile boolean stopped;

    Evaluation(BiConsumer<String, String> out) {
        this.out = out;
    }

    /** The first evaluation takes longest. */
    void warmUp() {
        IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
        shell.eval("if (true) { }");
    }

    /** Ends the snippet that runs. */
    void stop() {
        stopped = true;
        shell.stop();
    }

    /** Evaluates one input, all of it or, if its end is missing, nothing. */
    void evaluate(String input) {
        stopped = false;
        List<String> sources = new ArrayList<>();
        String rest = input;
        while (!rest.isBlank()) {
            CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (isUnfinished(info.completeness())) {
                out.accept(Frames.MORE, input);
                return;
            }
            sources.add(info.source() == null ? rest : info.source());
            rest = info.source() == null ? "" : info.remaining();
        }
        out.accept(Frames.INPUT, input);
        for (String source : sources) {
            if (stopped || !isGood(source)) {
                break;
            }
        }
        if (stopped) {
            out.accept(Frames.ERROR, "Stopped");
        }
        out.accept(Frames.DONE, "");
    }

    private static boolean isUnfinished(Completeness completeness) {
        return completeness == Completeness.DEFINITELY_INCOMPLETE || completeness == Completeness.CONSIDERED_INCOMPLETE;
    }

    private boolean isGood(String source) {
        boolean good = true;
        for (SnippetEvent event : shell.eval(source)) {
            // Others follow from it.
            if (event.causeSnippet() == null) {
                good &= tell(event);
            }
        }
        return good;
    }

    private boolean tell(SnippetEvent event) {
        if (event.status() == Snippet.Status.REJECTED) {
            out.accept(Frames.ERROR, diagnostics(event.snippet()));
            return false;
        }
        if (event.exception() != null) {
            // How a stop looks is of no use to anybody.
            if (!stopped) {
                out.accept(Frames.ERROR, trace(event.exception()));
            }
            return false;
        }
        String told = told(event);
        if (!told.isEmpty()) {
            out.accept(Frames.VALUE, told + unresolved(event.snippet()));
        }
        return true;
    }

    private static String told(SnippetEvent event) {
        Snippet snippet = event.snippet();
        if (snippet instanceof VarSnippet variable) {
            return variable.name() + " ==> " + event.value();
        }
        String verb = event.previousStatus() == Snippet.Status.NONEXISTENT ? "created " : "changed ";
        if (snippet instanceof MethodSnippet method) {
            return verb + "method " + method.name() + "(" + method.parameterTypes() + ")";
        }
        if (snippet instanceof TypeDeclSnippet type) {
            return verb + type.subKind().name().toLowerCase(Locale.ROOT).replaceAll("_.*", "") + " " + type.name();
        }
        boolean hasValue = snippet.kind() == Snippet.Kind.EXPRESSION && event.value() != null;
        return hasValue && !event.value().isEmpty() ? event.value() : "";
    }

    private String unresolved(Snippet snippet) {
        String missing = snippet instanceof DeclarationSnippet declaration ? missing(declaration) : "";
        return missing.isEmpty() ? "" : "; it cannot be used until there is " + missing;
    }

    private String missing(DeclarationSnippet declaration) {
        return shell.unresolvedDependencies(declaration).collect(Collectors.joining(", "));
    }

    private String diagnostics(Snippet snippet) {
        return shell.diagnostics(snippet)
                .map(diagnostic -> diagnostic.getMessage(Locale.ENGLISH))
                .collect(Collectors.joining("\n"));
    }

    private String trace(JShellException exception) {
        if (exception instanceof UnresolvedReferenceException unresolved) {
            return "This cannot be used until there is " + missing(unresolved.getSnippet());
        }
        String name = exception instanceof EvalException thrown ? thrown.getExceptionClassName() : "";
        String message = exception.getMessage() == null ? "" : ": " + exception.getMessage();
        return name
                + message
                + Stream.of(exception.getStackTrace())
                        .limit(MAX_FRAMES)
                        .map(frame -> "\n    at " + shown(frame))
                        .collect(Collectors.joining());
    }

    private static String shown(StackTraceElement frame) {
        boolean typed = String.valueOf(frame.getFileName()).startsWith("#");
        String method = frame.getMethodName().isEmpty() ? "your input" : frame.getMethodName();
        return typed ? method + ", line " + frame.getLineNumber() : frame.toString();
    }
}
