/**
 * People from LDAP directories and Active Directory. {@link dev.hubwright.auth.ldap.LdapAuthenticatorFactory} is found
 * by {@link java.util.ServiceLoader}; {@link dev.hubwright.auth.ldap.LdapConfig} is for Java code without settings.
 */
package dev.hubwright.auth.ldap;
