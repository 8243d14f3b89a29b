/**
 * People with an account of the machine, through PAM. Begin with
 * {@link dev.hubwright.auth.pam.PamAuthenticatorFactory}, or {@link dev.hubwright.auth.pam.PamConfig} without settings.
 */
package dev.hubwright.auth.pam;
