/** Programs beside the hub: their tokens, routes, OAuth clients, and the processes of those that the hub starts. */
package dev.hubwright.hub.services;
