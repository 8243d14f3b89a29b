/**
 * What providers prove themselves with: contract tests, fakes, a manual clock, and the engines that tests need.
 *
 * <p>Ships as the test jar of {@code hub-api}; needs JUnit alone.
 */
package dev.hubwright.api.contract;
