package dev.hubwright.hub.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import org.slf4j.LoggerFactory;

/** Has the log of this process written as its settings say. */
public final class LogSetup {

    private LogSetup() {}

    /**
     * Takes level and form over, unless the process was started with others as the properties {@code
     * hubwright.log.level} and {@code hubwright.log.format}. What reads settings may have begun to log by then, so that
     * Logback has to read its own settings again. Another binding is left as it is.
     */
    public static void apply(String level, String format) {
        System.getProperties().putIfAbsent("hubwright.log.level", level);
        System.getProperties().putIfAbsent("hubwright.log.format", format);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            try {
                new ContextInitializer(context).autoConfig();
            } catch (JoranException e) {
                throw new IllegalStateException("The log cannot be set up", e);
            }
        }
    }
}
