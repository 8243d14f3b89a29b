package dev.hubwright.hub.store;

import java.util.Map;
import java.util.SortedSet;

/**
 * What is kept about a group.
 *
 * @param name its name
 * @param properties what administrators say of it; plain values, as JSON has them
 * @param users the names of its members
 */
public record GroupRecord(String name, Map<String, Object> properties, SortedSet<String> users) {}
