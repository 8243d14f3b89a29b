/** The hub as OAuth 2 provider for its servers (RFC 6749, with PKCE by RFC 7636). */
package dev.hubwright.hub.oauth;
