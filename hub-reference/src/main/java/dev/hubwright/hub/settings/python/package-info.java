/** Reads {@code jupyterhub_config.py} without Python: the part of the language that such files are written in. */
package dev.hubwright.hub.settings.python;
