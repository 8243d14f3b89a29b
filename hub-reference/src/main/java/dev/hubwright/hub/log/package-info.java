/** How the hub's log is written, where it is Logback that writes it. */
package dev.hubwright.hub.log;
