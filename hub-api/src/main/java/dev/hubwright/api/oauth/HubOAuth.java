package dev.hubwright.api.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hubwright.api.ProviderException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Knows the visitors of a web application that stands behind a hub.
 *
 * <p>With each request, ask {@link #visit}. Send a browser that is a stranger to {@link #login}; the hub sends it back to
 * {@link HubOAuthConfig#callbackUrl()}, where {@link #callback} ends the login and leads to where it began. Requests that
 * change something, and web sockets, ask {@link #isForged} too.
 *
 * <p>Logins use PKCE, which hubs before JupyterHub 6 leave unread. Nothing is kept in memory but what the hub said about
 * tokens, for {@link HubOAuthConfig.Builder#cacheAge}: replicas with the same token at the hub serve the same browsers.
 *
 * <p>Thread-safe. {@link #visit} and {@link #callback} ask the hub and block meanwhile, for seconds if it is slow.
 */
public final class HubOAuth {

    private static final String SESSION_COOKIE = "jupyterhub-session-id";
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)(?:token|bearer)\\s+(\\S+)\\s*");
    private static final Duration TIME_TO_LOG_IN = Duration.ofMinutes(10);
    private static final int MARK_OF_STATE = 8;

    private final HubOAuthConfig config;
    private final Clock clock;
    private final HubApi hub;
    private final Cookies cookies;
    private final Sealer sealer;
    private final TokenCache cache;

    private HubOAuth(HubOAuthConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.hub = new HubApi(config);
        this.cookies = new Cookies(config);
        this.sealer = new Sealer(config.apiToken(), new SecureRandom());
        this.cache = new TokenCache(clock, config.cacheAge());
    }

    /** Makes one for the whole application. */
    public static HubOAuth of(HubOAuthConfig config) {
        return new HubOAuth(config, Clock.systemUTC());
    }

    /** The same with another clock. */
    public static HubOAuth of(HubOAuthConfig config, Clock clock) {
        return new HubOAuth(config, clock);
    }

    /**
     * Who sends a request: whoever the token in the header {@code Authorization} belongs to, otherwise the one in the
     * cookie.
     *
     * @throws ProviderException if the hub cannot be asked; nobody is known or refused then
     */
    public Visit visit(WebRequest request) throws ProviderException, InterruptedException {
        List<String> authorization = request.headers("authorization");
        if (!authorization.isEmpty()) {
            Matcher matcher = AUTHORIZATION.matcher(authorization.get(0));
            return matcher.matches() ? visit(request, matcher.group(1), Optional.empty()) : new Visit.Stranger();
        }
        Optional<String> token = tokenOfCookie(request);
        return token.isPresent()
                ? visit(request, token.get(), Optional.of(sealer.mark(token.get())))
                : new Visit.Stranger();
    }

    private Visit visit(WebRequest request, String token, Optional<String> xsrf)
            throws ProviderException, InterruptedException {
        // A logout changes the session's id, so that what was known before is not used any more.
        String key = Cookies.values(request, SESSION_COOKIE) + " " + token;
        Optional<Optional<HubUser>> known = cache.find(key);
        Optional<HubUser> user = known.isPresent() ? known.get() : hub.user(token);
        if (known.isEmpty()) {
            cache.put(key, user);
        }
        if (user.isEmpty()) {
            return new Visit.Stranger();
        }
        return config.accessScopes().contain(user.get().scopes())
                ? new Visit.Known(user.get(), xsrf)
                : new Visit.Refused(user.get());
    }

    /**
     * Whether a page of somebody else may have made the visitor's browser send this. The application's own pages put the
     * value of {@link Visit.Known#xsrf()} into the header {@code X-XSRFToken} or the parameter {@code _xsrf} of the
     * address.
     */
    public boolean isForged(WebRequest request, Visit.Known visit) {
        return visit.xsrf()
                .filter(expected -> Stream.concat(
                                request.headers("x-xsrftoken").stream(), Query.value(request.uri(), "_xsrf").stream())
                        .noneMatch(sent -> MessageDigest.isEqual(sent.getBytes(UTF_8), expected.getBytes(UTF_8))))
                .isPresent();
    }

    /** Sends a browser to the hub to log in, and to the same page again afterwards. */
    public WebAnswer login(WebRequest request) {
        String state = sealer.random();
        String verifier = sealer.random();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", config.clientId());
        query.put("redirect_uri", config.callbackUrl());
        query.put("response_type", "code");
        query.put("state", state);
        query.put("code_challenge", Sealer.digest(verifier));
        query.put("code_challenge_method", "S256");
        String kept = until(TIME_TO_LOG_IN) + " " + state + " " + verifier + " " + ownPage(request.uri());
        String name = stateCookie(state);
        return WebAnswer.redirect(
                config.hubPage("api/oauth2/authorize") + "?" + Query.of(query),
                List.of(cookies.set(request, name, sealer.seal(name, kept), TIME_TO_LOG_IN)));
    }

    /**
     * Ends a login that the hub has sent back, and leads to the page where it began.
     *
     * @throws ProviderException if the hub cannot be asked, or does not take this application any more
     */
    public WebAnswer callback(WebRequest request) throws ProviderException, InterruptedException {
        String state = Query.value(request.uri(), "state").orElse("");
        Optional<String[]> begun = begunLogin(request, state);
        if (begun.isEmpty()) {
            return WebAnswer.error(
                    400, "This login is over or was begun in another browser. Open the page again.", List.of());
        }
        List<String> end = List.of(cookies.clear(request, stateCookie(state)));
        Optional<String> code = Query.value(request.uri(), "code");
        if (code.isEmpty()) {
            String why = Query.value(request.uri(), "error_description")
                    .or(() -> Query.value(request.uri(), "error"))
                    .orElse("no reason");
            return WebAnswer.error(403, "The hub has not let you in: " + why, end);
        }
        Optional<HubApi.Grant> grant = hub.exchange(code.get(), begun.get()[2]);
        if (grant.isEmpty()) {
            return WebAnswer.error(400, "The hub does not take this login any more. Open the page again.", end);
        }
        Duration life = grant.get().life();
        String token = cookies.set(
                request,
                config.clientId(),
                sealer.seal(config.clientId(), until(life) + " " + grant.get().token()),
                life);
        return WebAnswer.redirect(begun.get()[3], List.of(token, end.get(0)));
    }

    /** Forgets the browser and sends it to the hub's logout, which ends its token. */
    public WebAnswer logout(WebRequest request) {
        return WebAnswer.redirect(config.hubPage("logout"), List.of(cookies.clear(request, config.clientId())));
    }

    private Optional<String> tokenOfCookie(WebRequest request) {
        return sealed(request, config.clientId(), 2).map(parts -> parts[1]);
    }

    /** Time, state, verifier and page of a login that this browser has begun. */
    private Optional<String[]> begunLogin(WebRequest request, String state) {
        return sealed(request, stateCookie(state), 4)
                .filter(parts -> MessageDigest.isEqual(parts[1].getBytes(UTF_8), state.getBytes(UTF_8)));
    }

    /** The parts of the first cookie of this name that is ours and not over yet. */
    private Optional<String[]> sealed(WebRequest request, String name, int parts) {
        return Cookies.values(request, cookies.name(request, name)).stream()
                .flatMap(value -> sealer.open(name, value).stream())
                .map(value -> value.split(" ", parts))
                .filter(value -> value.length == parts
                        && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(value[0]))))
                .findFirst();
    }

    private String stateCookie(String state) {
        String mark = state.substring(0, Math.min(MARK_OF_STATE, state.length()));
        return config.clientId() + "-oauth-state-" + mark;
    }

    private long until(Duration life) {
        return clock.instant().plus(life).getEpochSecond();
    }

    /** The address if it is one of this application's own, otherwise its first page. */
    private String ownPage(String uri) {
        boolean own = uri.startsWith(config.prefix())
                && !uri.startsWith("//")
                && uri.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        return own ? uri : config.prefix();
    }
}
