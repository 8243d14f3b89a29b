/** The command line: {@code hubwright hub | check | convert | demo | providers | token | version}. */
package dev.hubwright.hub.cli;
