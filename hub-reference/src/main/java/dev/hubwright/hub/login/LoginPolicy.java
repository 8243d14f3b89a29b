package dev.hubwright.hub.login;

import dev.hubwright.hub.operation.Notices;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What an operator decides about logins.
 *
 * @param sessionLifetime how long somebody stays logged in
 * @param landingPage the path after a login that was not on the way to somewhere else
 * @param autoLogin whether the login page is left out where there is one button and nothing else
 * @param autoLoginToAuthorize whether it is left out on the way from a server
 * @param afterLogout is told who has logged out, here or at an identity provider that has told the hub
 * @param notices know who may log in during maintenance
 */
public record LoginPolicy(
        Duration sessionLifetime,
        String landingPage,
        boolean autoLogin,
        boolean autoLoginToAuthorize,
        Consumer<String> afterLogout,
        Notices notices) {}
