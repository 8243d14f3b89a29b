package dev.hubwright.hub.settings;

import java.util.regex.Pattern;

/** What named servers may be called: as in JupyterHub 6, because names become parts of those of pods and volumes. */
public final class ServerNames {

    /** The rule in words, to follow "must be" or "is". */
    public static final String RULE = "a lower-case letter, then letters, digits and single \"-\", 30 at most";

    private static final Pattern GOOD = Pattern.compile("(?=.{1,30}$)[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private ServerNames() {}

    /** Whether a server may have this name. */
    public static boolean isGood(String name) {
        return GOOD.matcher(name).matches();
    }
}
