package dev.hubwright.api.spawn;

import java.util.List;

/**
 * What people may choose before a start: an image, a size, a profile. An optional capability of a {@link Spawner}, see
 * {@code Provider.capability}; called from many threads at once.
 *
 * <p>The hub makes a form of the fields, checks every answer against them by {@link ChoiceForm}, whether it came from
 * that form, from a program or from an earlier start, and hands over only what it found right. What a person chose is
 * thereby never more than what the operator offered.
 */
public interface SpawnChoices {

    /**
     * What this person is asked. Must answer at once: a page is being made meanwhile.
     *
     * @return the fields in the order of the form; none if there is nothing to choose
     */
    List<ChoiceField> fields(SpawnOffer offer);

    /**
     * Turns a choice into settings. The hub starts with what comes back, and keeps what was chosen for the next time.
     *
     * @param chosen an answer to every field of this very offer; where nobody has chosen, the usual one
     * @return the offer's settings with the choice over them, or a refusal that is nobody's failure
     */
    ChoiceResult apply(SpawnOffer offer, ChoiceForm.Chosen chosen);
}
