/** JupyterHub's scopes: what a user, a token or a server may do, and to whom. */
package dev.hubwright.hub.scopes;
