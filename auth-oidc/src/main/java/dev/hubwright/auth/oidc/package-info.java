/** Logs people in with OpenID Connect and OAuth 2 providers; {@link OidcAuthenticatorFactory} is the way in. */
package dev.hubwright.auth.oidc;
