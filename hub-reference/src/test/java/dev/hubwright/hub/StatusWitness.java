package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests that {@code statuses.txt} names for statuses that they were not answered. It is found by
 * {@code ServiceLoader}, so that no class can be without it.
 */
public final class StatusWitness implements BeforeTestExecutionCallback, AfterTestExecutionCallback, AfterAllCallback {

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        StatusLedger.OF_THIS_RUN.begins(
                type(context) + "." + context.getRequiredTestMethod().getName());
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        StatusLedger.OF_THIS_RUN.ends(context.getExecutionException().isPresent());
    }

    /** Not earlier, as a test with parameters runs more than once. */
    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(StatusLedger.OF_THIS_RUN.unshown(type(context)))
                .as("lines of statuses.txt whose test was not answered like that; name one that is")
                .isEmpty();
    }

    private static String type(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName();
    }
}
