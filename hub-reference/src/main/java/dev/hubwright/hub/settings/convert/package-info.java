/** Writes what files of any kind say as YAML that means the same, and tells what became of each statement. */
package dev.hubwright.hub.settings.convert;
