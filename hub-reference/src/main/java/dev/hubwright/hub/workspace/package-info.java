/** A small single-user server: the files of one folder and a JShell console, behind any hub. */
package dev.hubwright.hub.workspace;
