package dev.hubwright.hub;

import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes how much the running hub logs, where the logging library that is there can do that. */
final class LogLevel {

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private LogLevel() {}

    /** Sets the level of everything, by Logback's names. */
    static void set(String level) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        try {
            // By reflection, because an embedder may log by anything else.
            Object root = factory.getLogger(Logger.ROOT_LOGGER_NAME);
            Class<?> type = root.getClass().getMethod("getLevel").getReturnType();
            Object value = type.getMethod("toLevel", String.class).invoke(null, level);
            root.getClass().getMethod("setLevel", type).invoke(root, value);
        } catch (ReflectiveOperationException e) {
            LOG.warn("The level of the log cannot be changed while the hub runs: it is not Logback");
        }
    }
}
