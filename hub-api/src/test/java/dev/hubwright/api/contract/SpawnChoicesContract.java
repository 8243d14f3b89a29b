package dev.hubwright.api.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Settings;
import dev.hubwright.api.spawn.ChoiceField;
import dev.hubwright.api.spawn.ChoiceField.Alternative;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnOffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link SpawnChoices} must do. Extend it with choices that have at least one list. */
public abstract class SpawnChoicesContract {

    private static final List<String> HOSTILE = List.of(
            "../../etc/passwd",
            "; rm -rf /",
            "$(id)",
            "{username}",
            "${env:PATH}",
            "{{ 7 * 7 }}",
            "<script>alert(1)</script>",
            "-v/:/host",
            "evil\nimage",
            "evil\0",
            "\u202eevil",
            "x".repeat(100_000));

    /** The choices. */
    protected abstract SpawnChoices choices();

    /** What they are offered with: to somebody who may choose something. */
    protected abstract SpawnOffer offer() throws Exception;

    /** What a choice changes, as a value with {@code equals}: the image, the limits. */
    protected abstract Object effect(Settings settings);

    /** For subclasses. */
    protected SpawnChoicesContract() {}

    @Test
    void asksTheSameEveryTime() throws Exception {
        ChoiceForm form = form();
        assertFalse(form.fields().isEmpty(), "nothing to choose");
        assertEquals(shape(form.fields()), shape(form().fields()));
    }

    @Test
    void whoeverChoosesNothingGetsTheUsual() throws Exception {
        assertInstanceOf(ChoiceResult.Applied.class, apply(Map.of()));
    }

    @Test
    void everythingThatIsListedCanBeHad() throws Exception {
        for (Map<String, Object> options : everyAlternative(form().fields())) {
            assertInstanceOf(ChoiceResult.Applied.class, apply(options), "choosing " + options);
        }
    }

    @Test
    void oneChoiceLeavesNoTraceInTheNext() throws Exception {
        SpawnOffer offer = offer();
        Object before = effect(offer.settings());
        Object usual = effect(settings(apply(Map.of())));
        for (Map<String, Object> options : everyAlternative(form().fields())) {
            Object first = effect(settings(apply(options)));
            assertEquals(usual, effect(settings(apply(Map.of()))), "after " + options);
            assertEquals(first, effect(settings(apply(options))), "again " + options);
        }
        assertEquals(before, effect(offer.settings()));
    }

    @Test
    void whatIsNotOfferedIsRefusedInASentence() throws Exception {
        for (ChoiceField field : form().fields()) {
            for (String hostile : HOSTILE) {
                if (!field.alternatives().isEmpty()) {
                    assertRefused(Map.of(field.option(), hostile));
                }
            }
            assertRefused(Map.of(field.option(), 1));
            assertRefused(Map.of(field.option(), List.of("a")));
            assertRefused(Map.of(field.option(), Map.of("a", "b")));
        }
        for (String option : List.of("privileged", "volumes", "kubespawner_override", "")) {
            assertRefused(Map.of(option, "true"));
        }
    }

    private void assertRefused(Map<String, Object> options) throws Exception {
        ChoiceForm.Answer answer = form().check(Opaque.of(1, options));
        ChoiceForm.Refused refused = assertInstanceOf(ChoiceForm.Refused.class, answer, "choosing " + options);
        String message = refused.publicMessage();
        assertFalse(message.isBlank(), "a refusal without a word");
        assertFalse(message.length() > 2000, "a refusal that goes on and on");
        assertFalse(message.codePoints().anyMatch(Character::isISOControl), "a refusal of several lines");
    }

    private ChoiceForm form() throws Exception {
        return ChoiceForm.of(choices().fields(offer()));
    }

    private ChoiceResult apply(Map<String, Object> options) throws Exception {
        ChoiceForm.Answer answer = form().check(Opaque.of(1, options));
        return choices().apply(offer(), assertInstanceOf(ChoiceForm.Chosen.class, answer, "choosing " + options));
    }

    private static Settings settings(ChoiceResult result) {
        return assertInstanceOf(ChoiceResult.Applied.class, result).settings();
    }

    /** One choice of each alternative that there is, on every level. */
    private static List<Map<String, Object>> everyAlternative(List<ChoiceField> fields) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (ChoiceField field : fields) {
            for (Alternative alternative : field.alternatives()) {
                Map<String, Object> chosen = Map.of(field.option(), alternative.value());
                all.add(chosen);
                for (Map<String, Object> inner : everyAlternative(alternative.fields())) {
                    Map<String, Object> both = new LinkedHashMap<>(chosen);
                    both.putAll(inner);
                    all.add(both);
                }
            }
        }
        return all;
    }

    private static List<Object> shape(List<ChoiceField> fields) {
        List<Object> shape = new ArrayList<>();
        for (ChoiceField field : fields) {
            shape.add(List.of(field.option(), field.control(), field.label(), field.usual()));
            for (Alternative alternative : field.alternatives()) {
                shape.add(List.of(alternative.value(), alternative.label(), shape(alternative.fields())));
            }
        }
        return shape;
    }
}
