/** Where the hub writes down what somebody may have to account for. */
package dev.hubwright.hub.audit;
