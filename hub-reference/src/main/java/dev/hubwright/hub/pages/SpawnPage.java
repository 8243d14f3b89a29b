package dev.hubwright.hub.pages;

import java.util.List;
import java.util.Optional;

/**
 * Where a server is started by hand.
 *
 * @param startAction where the form is posted to
 * @param serverName empty for the default server
 * @param error why the last start came to nothing, or what was wrong with what was chosen
 * @param choices what is asked first; none if there is nothing to choose
 */
public record SpawnPage(
        Chrome chrome, String startAction, String serverName, Optional<String> error, List<ChoiceView> choices)
        implements Page {

    /** Copies the list. */
    public SpawnPage {
        choices = List.copyOf(choices);
    }
}
