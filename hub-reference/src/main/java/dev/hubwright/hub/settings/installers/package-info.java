/** Settings as JupyterHub's two installers have them: the Helm chart Zero to JupyterHub, and The Littlest JupyterHub. */
package dev.hubwright.hub.settings.installers;
