package dev.hubwright.api;

/**
 * A provider that can find out whether what it depends on answers: a directory, an identity provider, an engine. A hub
 * asks now and then, when somebody looks; those without it are asked for {@link Provider#health} alone.
 *
 * <p>Whether it is offered must not depend on whether anything can be reached.
 */
public interface HealthCheck {

    /**
     * Asks once, as cheaply as can be: with a connection or a request that changes nothing, needs no person's password and is no
     * failed login for anybody's lock-out. May block; a hub interrupts what takes longer than it waits, and never asks again
     * before the last answer. What is out of reach is {@link Health#down}, in words for the operator and without secrets.
     */
    Health check() throws InterruptedException;
}
