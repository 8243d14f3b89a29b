/** Real directories for tests, of this module and of others. */
package dev.hubwright.auth.ldap.servers;
