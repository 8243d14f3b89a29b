package dev.hubwright.hub.settings;

import dev.hubwright.api.ValueType;
import java.util.Locale;

/** Levels of logging, by name or by Python's numbers. */
final class LogLevel {

    static final ValueType<String> TYPE = new ValueType<>() {
        @Override
        public String expectation() {
            return "DEBUG, INFO, WARN or ERROR, or Python's numbers 10 to 50";
        }

        @Override
        public String read(Object value) {
            return switch (String.valueOf(value).toUpperCase(Locale.ROOT)) {
                case "DEBUG", "10", "0" -> "DEBUG";
                case "INFO", "20" -> "INFO";
                case "WARN", "WARNING", "30" -> "WARN";
                case "ERROR", "CRITICAL", "40", "50" -> "ERROR";
                default -> throw new IllegalArgumentException();
            };
        }
    };

    private LogLevel() {}
}
