package dev.hubwright.hub.pages;

import java.util.Optional;

/**
 * Where in a long list a page is.
 *
 * @param first the number of its first entry, from 1 on; 0 if there is none
 * @param last the number of its last entry
 * @param total how many there are on all pages
 * @param previousHref the page before
 * @param nextHref the page after
 */
public record Paging(int first, int last, int total, Optional<String> previousHref, Optional<String> nextHref) {}
