package dev.hubwright.examples;

import dev.hubwright.api.spawn.ChoiceField;
import dev.hubwright.api.spawn.ChoiceField.Alternative;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.api.spawn.ChoiceResult;
import dev.hubwright.api.spawn.SpawnChoices;
import dev.hubwright.api.spawn.SpawnOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

// quote
/** A small room for everybody, and a big one for staff. */
final class RoomChoices implements SpawnChoices {

    @Override
    public List<ChoiceField> fields(SpawnOffer offer) {
        List<Alternative> rooms = new ArrayList<>();
        rooms.add(Alternative.of("small", "Small").describedAs("One gigabyte of memory"));
        if (offer.owner().groups().orElse(Set.of()).contains("staff")) {
            rooms.add(Alternative.of("big", "Big").describedAs("Eight gigabytes, for staff"));
        }
        return List.of(ChoiceField.list("room", "Room", rooms));
    }

    @Override
    public ChoiceResult apply(SpawnOffer offer, ChoiceForm.Chosen chosen) {
        boolean big = chosen.listed("room").orElseThrow().equals("big");
        return ChoiceResult.applied(offer.settings().overlaid(Map.of("mem_limit", big ? "8G" : "1G")));
    }
}
// end of quote
