package dev.hubwright.hub.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.hubwright.hub.proxy.RequestId;
import java.util.stream.Collectors;

/**
 * An event's message as text that nobody can take for two events: what people or servers have sent stands in it, and may
 * hold line ends and commands of terminals. The name of the request comes after it. Lines of a stack trace follow, each with a tab before it.
 */
public final class OneLine extends ClassicConverter {

    /** For Logback. */
    public OneLine() {}

    @Override
    public String convert(ILoggingEvent event) {
        String request = event.getMDCPropertyMap().get(RequestId.KEY);
        return shown(event.getFormattedMessage())
                + (request == null ? "" : " [" + shown(request) + "]")
                + trace(event.getThrowableProxy());
    }

    private static String trace(IThrowableProxy thrown) {
        return thrown == null
                ? ""
                : ThrowableProxyUtil.asString(thrown)
                        .lines()
                        .map(line -> System.lineSeparator() + "\t" + shown(line.strip()))
                        .collect(Collectors.joining());
    }

    /** Line ends as {@code |}, and everything else that is not to be seen as its number. */
    static String shown(String text) {
        if (text == null || text.chars().noneMatch(OneLine::isHidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.replaceAll("(\\r\\n|[\\r\\n])+", " | ").codePoints().forEach(character -> {
            if (isHidden(character)) {
                shown.append(String.format("\\u%04x", character));
            } else {
                shown.appendCodePoint(character);
            }
        });
        return shown.toString();
    }

    private static boolean isHidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
