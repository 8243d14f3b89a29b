package dev.hubwright.api.oauth;

import java.util.List;

/** One HTTP request, as {@link HubOAuth} needs to see it. Every web framework has both of these. */
public interface WebRequest {

    /** Path and query as they came, still percent-encoded: {@code /user/alice/files?path=a}. */
    String uri();

    /** All values of a header, whatever the case of its name; empty if it is not there. */
    List<String> headers(String name);
}
