package dev.hubwright.hub.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Hears everything that is logged in this JVM, however fine, for as long as it is open. */
public final class HeardLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    /** Begins to listen. */
    public HeardLog() {
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
        root.setLevel(Level.DEBUG);
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.add(event);
    }

    /** What was heard so far, as text. */
    public List<String> texts() {
        return events.stream().map(new OneLine()::convert).toList();
    }

    /** The same in JSON. */
    public List<String> json() {
        return events.stream().map(new JsonLines()::doLayout).toList();
    }

    /** The messages of a logger, each with the name of the request that it is about. */
    public List<String> of(String logger) {
        return events.stream()
                .filter(event -> event.getLoggerName().equals(logger))
                .map(event -> event.getFormattedMessage() + " of "
                        + event.getMDCPropertyMap().get("request_id"))
                .toList();
    }

    @Override
    public void close() {
        root.setLevel(before);
        root.detachAppender(this);
        stop();
    }
}
