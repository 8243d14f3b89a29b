/** The hub's web site as a whole: which page is where, what is answered to errors, and headers that every answer has. */
package dev.hubwright.hub.site;
