package dev.hubwright.api.contract;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints at the end how many tests ran and were skipped for each engine. */
public final class EngineSummary implements TestExecutionListener {

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        String summary = EngineCondition.summary();
        if (!summary.isEmpty()) {
            System.out.println(summary);
        }
    }
}
