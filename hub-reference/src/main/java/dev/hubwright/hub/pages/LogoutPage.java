package dev.hubwright.hub.pages;

/** Says that the person is logged out, where the login page would log them straight in again. */
public record LogoutPage(Chrome chrome) implements Page {}
