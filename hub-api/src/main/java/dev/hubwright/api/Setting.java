package dev.hubwright.api;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One setting: its key, type, default and documentation. Immutable; the {@code with}-like methods give changed copies.
 *
 * @param <T> the type of its value
 */
public final class Setting<T> {

    private final String key;
    private final ValueType<T> type;
    private final Optional<T> defaultValue;
    private final Traits traits;
    private final String documentation;
    private final List<String> variables;
    private final List<String> oldKeys;
    private final Predicate<T> rule;
    private final String expectation;

    private Setting(
            String key,
            ValueType<T> type,
            Optional<T> defaultValue,
            Traits traits,
            String documentation,
            List<String> variables,
            List<String> oldKeys,
            Predicate<T> rule,
            String expectation) {
        this.key = key;
        this.type = type;
        this.defaultValue = defaultValue;
        this.traits = traits;
        this.documentation = documentation;
        this.variables = variables;
        this.oldKeys = oldKeys;
        this.rule = rule;
        this.expectation = expectation;
    }

    /** A setting of any type, without a default. */
    public static <T> Setting<T> of(String key, ValueType<T> type) {
        return new Setting<>(
                requireNonNull(key, "key"),
                requireNonNull(type, "type"),
                Optional.empty(),
                Traits.NONE,
                "",
                List.of(),
                List.of(),
                value -> true,
                type.expectation());
    }

    /** A text; numbers and booleans are taken as they are written. */
    public static Setting<String> text(String key) {
        return of(key, ValueTypes.TEXT);
    }

    /** A text that must never be shown. */
    public static Setting<Secret> secret(String key) {
        return of(key, ValueTypes.SECRET).hidden();
    }

    /** True or false. */
    public static Setting<Boolean> flag(String key) {
        return of(key, ValueTypes.FLAG);
    }

    /** A whole number. */
    public static Setting<Integer> integer(String key) {
        return of(key, ValueTypes.INTEGER);
    }

    /** A decimal number. */
    public static Setting<Double> decimal(String key) {
        return of(key, ValueTypes.DECIMAL);
    }

    /** A length of time, written as a number of seconds. */
    public static Setting<Duration> seconds(String key) {
        return of(key, ValueTypes.SECONDS);
    }

    /** A number of bytes, written as a number or with K, M, G or T for powers of 1024. */
    public static Setting<Long> bytes(String key) {
        return of(key, ValueTypes.BYTES);
    }

    /** An absolute URL. */
    public static Setting<URI> url(String key) {
        return of(key, ValueTypes.URL);
    }

    /** A list of texts; a single text is a list of one. */
    public static Setting<List<String>> texts(String key) {
        return of(key, ValueTypes.TEXTS);
    }

    /** A map from names to texts. */
    public static Setting<Map<String, String>> textMap(String key) {
        return of(key, ValueTypes.TEXT_MAP);
    }

    /** Anything that a settings file can hold. */
    public static Setting<Object> any(String key) {
        return of(key, ValueTypes.ANY);
    }

    /** Gives it a default. */
    public Setting<T> defaultsTo(T value) {
        return copy(Optional.of(value), traits, documentation, variables, oldKeys, rule, expectation);
    }

    /** Makes it an error to leave it out. */
    public Setting<T> required() {
        return copy(defaultValue, traits.asRequired(), documentation, variables, oldKeys, rule, expectation);
    }

    /** Keeps its value out of every message. */
    public Setting<T> hidden() {
        return copy(defaultValue, traits.asSecret(), documentation, variables, oldKeys, rule, expectation);
    }

    /** Lets a written {@code null} mean "no value", also where there is a default. */
    public Setting<T> clearable() {
        return copy(defaultValue, traits.asClearable(), documentation, variables, oldKeys, rule, expectation);
    }

    /** Marks a setting of an authenticator that lets people in, see {@code AuthResult.Granted.allowedBy}. */
    public Setting<T> opensTheDoor() {
        return copy(defaultValue, traits.asDoor(), documentation, variables, oldKeys, rule, expectation);
    }

    /**
     * Takes any value and uses none, with a warning: for a key that settings from elsewhere may have.
     *
     * @param why to follow "is ignored": {@code "because tokens never go into environments here"}
     */
    public Setting<T> ignored(String why) {
        return copy(defaultValue, traits.asIgnored(why), documentation, variables, oldKeys, rule, expectation);
    }

    /** Documents it in one line. */
    public Setting<T> describedAs(String text) {
        return copy(defaultValue, traits, text, variables, oldKeys, rule, expectation);
    }

    /** Names environment variables that set it too; the first one that is set wins, also over a file. */
    public Setting<T> variables(String... names) {
        return copy(defaultValue, traits, documentation, List.of(names), oldKeys, rule, expectation);
    }

    /** Names keys that it had in earlier times, which are still read, with a warning. */
    public Setting<T> formerly(String... keys) {
        return copy(defaultValue, traits, documentation, variables, List.of(keys), rule, expectation);
    }

    /** Restricts its values; {@code what} follows "expected" in the error: {@code a port from 0 to 65535}. */
    public Setting<T> must(Predicate<T> holds, String what) {
        return copy(defaultValue, traits, documentation, variables, oldKeys, holds, what);
    }

    private Setting<T> copy(
            Optional<T> newDefault,
            Traits newTraits,
            String newDocumentation,
            List<String> newVariables,
            List<String> newOldKeys,
            Predicate<T> newRule,
            String newExpectation) {
        return new Setting<>(
                key, type, newDefault, newTraits, newDocumentation, newVariables, newOldKeys, newRule, newExpectation);
    }

    /** Its name within its section, such as {@code server_port}. */
    public String key() {
        return key;
    }

    /** What it is when nobody sets it. */
    public Optional<T> defaultValue() {
        return defaultValue;
    }

    /** Whether it must be set. */
    public boolean isRequired() {
        return traits.required();
    }

    /** Whether its value must never be shown. */
    public boolean isSecret() {
        return traits.secret();
    }

    /** Whether a written {@code null} means "no value". */
    public boolean isClearable() {
        return traits.clearable();
    }

    /** Whether it lets people in. */
    public boolean isDoor() {
        return traits.door();
    }

    /** Why its value is not used; empty if it is. */
    public Optional<String> whyIgnored() {
        return traits.ignored();
    }

    /** One line for the settings reference. */
    public String documentation() {
        return documentation;
    }

    /** Environment variables that set it too. */
    public List<String> variables() {
        return variables;
    }

    /** Keys that it had in earlier times. */
    public List<String> oldKeys() {
        return oldKeys;
    }

    /** What a right value looks like, to follow "expected". */
    public String expectation() {
        return expectation;
    }

    /** Whether it has the same key and reads the same kind of value. */
    boolean isLike(Setting<?> other) {
        return key.equals(other.key) && type.equals(other.type);
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is of another type or breaks the rule
     */
    T read(Object value) {
        T result = type.read(value);
        if (!rule.test(result)) {
            throw new IllegalArgumentException();
        }
        return result;
    }

    @Override
    public String toString() {
        return key;
    }
}
