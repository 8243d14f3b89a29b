package dev.hubwright.api.spawn;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Identity;

/** To whom {@link SpawnChoices} are offered, and what they start from. Immutable. */
public final class SpawnOffer {

    private final ServerRef server;
    private final Identity owner;
    private final Settings settings;

    private SpawnOffer(ServerRef server, Identity owner, Settings settings) {
        this.server = requireNonNull(server, "server");
        this.owner = requireNonNull(owner, "owner");
        this.settings = requireNonNull(settings, "settings");
    }

    /**
     * Takes all parts.
     *
     * @param server the one that may be started
     * @param owner whose it is, with groups where they are known
     * @param settings what holds for this start when nobody chooses anything
     */
    public static SpawnOffer of(ServerRef server, Identity owner, Settings settings) {
        return new SpawnOffer(server, owner, settings);
    }

    /** The server that may be started. */
    public ServerRef server() {
        return server;
    }

    /** Its owner, with groups where they are known: not always who sits before the form. */
    public Identity owner() {
        return owner;
    }

    /** What holds for this start when nobody chooses anything. */
    public Settings settings() {
        return settings;
    }

    @Override
    public String toString() {
        return "SpawnOffer[" + server + "]";
    }
}
