package dev.hubwright.hub.servers;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnOffer;
import dev.hubwright.api.spawn.Spawner;
import java.util.Optional;

/** What one person may choose for one start, and what comes of it. */
final class Offer {

    private final Optional<SpawnChoices> choices;
    private final SpawnOffer offer;
    private final ChoiceForm form;

    Offer(Spawner spawner, SpawnOffer offer) {
        this.choices = spawner.capability(SpawnChoices.class);
        this.offer = offer;
        this.form = ChoiceForm.of(spawner, offer);
    }

    ChoiceForm form() {
        return form;
    }

    /** The options of an earlier start that still hold; without choices, all of them, which nobody reads. */
    Opaque stillRight(Opaque options) {
        return choices.isPresent() ? form.stillRight(options) : options;
    }

    /** The settings of a start with these options; a spawner without choices starts the same with any. */
    ChoiceResult apply(Opaque options) {
        if (choices.isEmpty()) {
            return ChoiceResult.applied(offer.settings());
        }
        ChoiceForm.Answer answer = form.check(options);
        if (answer instanceof ChoiceForm.Refused refused) {
            return ChoiceResult.refused("The options are not among what is offered", refused.publicMessage());
        }
        return choices.get().apply(offer, (ChoiceForm.Chosen) answer);
    }
}
