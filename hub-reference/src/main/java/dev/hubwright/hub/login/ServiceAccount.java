package dev.hubwright.hub.login;

/**
 * A service, as one who calls the API.
 *
 * @param name its name among services; somebody of this name is somebody else
 * @param admin whether it may do what administrators may
 */
public record ServiceAccount(String name, boolean admin) {}
