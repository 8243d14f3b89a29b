package dev.hubwright.hub.login;

import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import dev.hubwright.hub.web.SetCookie;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells what a person does from what a link on another site does with their browser. Browsers take everything that
 * follows a visit to an identity provider for the provider's doing, so a login that the person began here is remembered
 * for the first step after it.
 */
public final class Deliberate {

    private static final String COOKIE = "hubwright-came-in";
    private static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final String PAGE = "spawn";

    private Deliberate() {}

    /** Whether a page of the hub has led here, the person has typed the address, or has just logged in to come here. */
    public static boolean is(Request request) {
        return isFromHere(request) || !request.cookies(COOKIE).isEmpty();
    }

    /** The answer to what {@link #is} was asked about: a login counts once. */
    public static Response once(Request request, Response answer, HubPaths paths) {
        return request.cookies(COOKIE).isEmpty()
                ? answer
                : answer.with(
                        "set-cookie",
                        SetCookie.clear(COOKIE, paths.hub(PAGE), false).toString());
    }

    static boolean isFromHere(Request request) {
        String site = request.header("sec-fetch-site").orElse("none");
        return site.equals("none") || site.equals("same-origin");
    }

    static Response cameIn(Response answer, HubPaths paths, boolean secure) {
        return answer.with(
                "set-cookie",
                new SetCookie(COOKIE, "1", paths.hub(PAGE), Optional.of(LIFETIME), true, secure).toString());
    }
}
