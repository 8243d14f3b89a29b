package dev.hubwright.api.oauth;

import java.util.List;
import java.util.Optional;

/**
 * What the application should send to the browser.
 *
 * @param status of HTTP
 * @param location value of the header of this name, for a redirect
 * @param cookies values of as many headers {@code Set-Cookie}
 * @param message for the person to read where there is no redirect; plain text, which a page has to escape
 */
public record WebAnswer(int status, Optional<String> location, List<String> cookies, String message) {

    /** Copies the cookies. */
    public WebAnswer {
        cookies = List.copyOf(cookies);
    }

    static WebAnswer redirect(String location, List<String> cookies) {
        return new WebAnswer(302, Optional.of(location), cookies, "");
    }

    static WebAnswer error(int status, String message, List<String> cookies) {
        return new WebAnswer(status, Optional.empty(), cookies, message);
    }

    /** Cookies and locations hold secrets. */
    @Override
    public String toString() {
        return "WebAnswer[" + status + "]";
    }
}
