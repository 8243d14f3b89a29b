/** The pages for administrators: people and their servers, open sessions, logins, and the settings. */
package dev.hubwright.hub.admin;
