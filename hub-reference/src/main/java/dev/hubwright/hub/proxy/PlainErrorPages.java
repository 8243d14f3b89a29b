package dev.hubwright.hub.proxy;

/** Short pages that repeat nothing of the request. */
final class PlainErrorPages implements ErrorPages {

    @Override
    public Page page(int status, String requestPath) {
        return new Page(
                "text/html; charset=utf-8",
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + status
                        + "</title></head><body><h1>" + status + "</h1><p>" + sentence(status)
                        + "</p></body></html>\n");
    }

    private static String sentence(int status) {
        return switch (status) {
            case 404 -> "There is no server at this address.";
            case 503 -> "The server does not answer. It may be starting or stopped; try again in a moment.";
            case 500 -> "The proxy could not handle this request.";
            default -> "The proxy does not accept this request.";
        };
    }
}
