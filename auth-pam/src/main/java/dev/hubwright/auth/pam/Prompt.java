package dev.hubwright.auth.pam;

/**
 * One question of a module.
 *
 * @param hidden whether what is typed must not be seen
 * @param text what the module wants to be shown
 */
record Prompt(boolean hidden, String text) {}
