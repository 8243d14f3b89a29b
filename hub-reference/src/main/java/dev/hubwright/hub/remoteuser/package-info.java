/** People whom a web server in front of the hub has logged in, such as Apache with Shibboleth. */
package dev.hubwright.hub.remoteuser;
