package dev.hubwright.api.contract;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides about tests with {@link RequiresEngine}, and counts them. */
final class EngineCondition implements ExecutionCondition {

    private static final Map<Engine, Optional<String>> MISSING = new ConcurrentHashMap<>();
    private static final Map<Engine, AtomicInteger> RUN = new ConcurrentSkipListMap<>();
    private static final Map<Engine, AtomicInteger> SKIPPED = new ConcurrentSkipListMap<>();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<RequiresEngine> annotation = context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresEngine.class))
                .or(() -> context.getTestClass()
                        .flatMap(type -> AnnotationSupport.findAnnotation(type, RequiresEngine.class)));
        if (annotation.isEmpty()) {
            return ConditionEvaluationResult.enabled("needs no engine");
        }
        boolean single = context.getTestMethod().isPresent();
        for (Engine engine : annotation.get().value()) {
            Optional<String> missing = MISSING.computeIfAbsent(engine, Engine::missing);
            if (missing.isPresent()) {
                return skip(engine, missing.get());
            }
            if (single) {
                count(RUN, engine);
            }
        }
        return ConditionEvaluationResult.enabled("the engines are there");
    }

    private static ConditionEvaluationResult skip(Engine engine, String reason) {
        if (engine.isRequired()) {
            throw new AssertionError("HUBWRIGHT_REQUIRE names " + engine + ", but it is missing: " + reason);
        }
        count(SKIPPED, engine);
        return ConditionEvaluationResult.disabled("SKIPPED: needs " + engine + ": " + reason);
    }

    private static void count(Map<Engine, AtomicInteger> counters, Engine engine) {
        counters.computeIfAbsent(engine, any -> new AtomicInteger()).incrementAndGet();
    }

    /** One line about all engines; empty if no test needed one. */
    static String summary() {
        StringBuilder line = new StringBuilder();
        for (Engine engine : Engine.values()) {
            int run = RUN.getOrDefault(engine, new AtomicInteger()).get();
            int skipped = SKIPPED.getOrDefault(engine, new AtomicInteger()).get();
            if (run + skipped > 0) {
                line.append(line.isEmpty() ? "Engines: " : "; ")
                        .append(engine)
                        .append(" ")
                        .append(run)
                        .append(" run, ")
                        .append(skipped)
                        .append(" skipped");
            }
        }
        return line.toString();
    }
}
