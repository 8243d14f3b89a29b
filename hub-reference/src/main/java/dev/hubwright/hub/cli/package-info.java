/** The command line: {@code hubwright hub | check | demo | providers | token | version}. */
package dev.hubwright.hub.cli;
