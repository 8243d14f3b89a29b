/** The web side of logging in: cookies, sessions, protection against forged requests, the login and logout pages. */
package dev.hubwright.hub.login;
