/**
 * Proving who a person is: the SPI that authenticators implement, and the pipeline that every login goes through.
 */
package dev.hubwright.api.auth;
