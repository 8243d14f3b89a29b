/** JupyterHub's REST API: what single-user servers and clients of it call. */
package dev.hubwright.hub.rest;
