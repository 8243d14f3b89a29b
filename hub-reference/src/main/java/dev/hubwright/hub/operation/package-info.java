/** What operators say to everybody while the hub runs, and how its parts are. */
package dev.hubwright.hub.operation;
