/** People from Microsoft Entra ID (Azure AD), and tokens of theirs for other services. */
package dev.hubwright.auth.azuread;
