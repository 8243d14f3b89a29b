package dev.hubwright.hub.web;

/** Answers requests. Called on threads that may block, from many of them at once. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers one request.
     *
     * @throws HttpError to end with an error status
     * @throws Exception for anything unforeseen, which becomes a 500 and a line in the log
     */
    Response handle(Request request) throws Exception;
}
