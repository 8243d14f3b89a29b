package dev.hubwright.hub.settings;

import java.util.regex.Pattern;

/** What named servers may be called: as in JupyterHub 6, because names become parts of those of pods and volumes. */
public final class ServerNames {

    /** The rule in words, to follow "must be" or "is". */
    public static final String RULE = "a lower-case letter, then letters, digits and single \"-\", 30 at most";

    private static final Pattern GOOD = Pattern.compile("(?=.{1,30}$)[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** The rule of what they are called for people, in words as above. */
    public static final String DISPLAY_RULE = "1 to 255 letters, digits, signs and single spaces between them";

    private static final Pattern GOOD_DISPLAY =
            Pattern.compile("(?=.{1,255}$)[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]+( [\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]+)*");

    private ServerNames() {}

    /** Whether a server may have this name. */
    public static boolean isGood(String name) {
        return GOOD.matcher(name).matches();
    }

    /** Whether people may read this as a server's name. */
    public static boolean isGoodDisplay(String name) {
        return GOOD_DISPLAY.matcher(name).matches();
    }
}
