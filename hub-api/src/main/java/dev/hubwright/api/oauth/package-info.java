/**
 * For web applications that stand behind a hub: who the visitor is, by the same OAuth flow as a notebook server, and what
 * the hub wants to hear of them. Works behind this project's hub and behind JupyterHub 3 and later. Begin with {@link
 * dev.hubwright.api.oauth.HubOAuth}.
 */
package dev.hubwright.api.oauth;
