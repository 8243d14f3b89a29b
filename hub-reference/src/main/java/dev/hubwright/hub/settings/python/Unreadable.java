package dev.hubwright.hub.settings.python;

/** An expression or statement that this reader cannot carry out; the message follows the statement. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
        super(why, null, false, false);
    }
}
