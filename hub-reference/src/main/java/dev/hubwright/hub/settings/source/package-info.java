/** What all readers of settings files share: files, references, trees with lines, and where statements go. */
package dev.hubwright.hub.settings.source;
