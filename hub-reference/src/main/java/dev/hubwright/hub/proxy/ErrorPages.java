package dev.hubwright.hub.proxy;

/**
 * Makes the pages for requests that no server answered. Called on the proxy's event loops, from several threads at
 * once: it must not block. Where it throws, the proxy's own plain page is sent.
 */
@FunctionalInterface
public interface ErrorPages {

    /**
     * One page.
     *
     * @param status 404 for no route, 503 for a server that does not answer, 500 for a fault of the proxy, or another
     *     status of 400 and above for a request that it does not accept
     * @param requestPath path and query as the client sent them, unchecked: encode before showing any of it
     */
    Page page(int status, String requestPath);

    /**
     * What the client reads.
     *
     * @param contentType the media type of the body, which is sent in UTF-8
     */
    record Page(String contentType, String body) {}
}
