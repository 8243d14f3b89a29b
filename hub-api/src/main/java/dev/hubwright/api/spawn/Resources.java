package dev.hubwright.api.spawn;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How much of the machine a server gets.
 *
 * @param memoryLimit bytes that it may not exceed
 * @param memoryGuarantee bytes that are set aside for it
 * @param cpuLimit cores that it may not exceed, such as 0.5
 * @param cpuGuarantee cores that are set aside for it
 */
public record Resources(
        OptionalLong memoryLimit, OptionalLong memoryGuarantee, OptionalDouble cpuLimit, OptionalDouble cpuGuarantee) {

    /** No limits. */
    public static Resources unlimited() {
        return new Resources(
                OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }
}
