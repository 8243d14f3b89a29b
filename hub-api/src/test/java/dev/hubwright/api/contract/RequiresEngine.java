package dev.hubwright.api.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs real engines. Where one is missing the test is skipped with the reason, or fails if the environment
 * variable {@code HUBWRIGHT_REQUIRE} (a list with commas, such as {@code docker,browser}) names it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("engine")
@ExtendWith(EngineCondition.class)
public @interface RequiresEngine {

    /** What it needs. */
    Engine[] value();
}
