/**
 * From settings files to the {@link dev.hubwright.hub.settings.HubConfiguration} that a hub runs with; nothing else
 * reads files of settings.
 */
package dev.hubwright.hub.settings;
