package dev.hubwright.hub.pages;

/**
 * What stands above every page, as plain text.
 *
 * @param announcement what operators announce; empty for nothing
 * @param maintenance why the hub is under maintenance; empty if it is not
 */
public record Banner(String announcement, String maintenance) {

    /** Nothing. */
    public static Banner none() {
        return new Banner("", "");
    }
}
