/**
 * The pages that people see: one record for what each page shows, templates that turn it into HTML, and the static
 * files that the HTML refers to. Knows nothing of requests, logins or servers; whoever calls it decides what is shown.
 */
package dev.hubwright.hub.pages;
