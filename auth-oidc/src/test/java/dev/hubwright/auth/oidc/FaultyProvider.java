package dev.hubwright.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An OpenID provider that does everything right until a test tells it otherwise. It logs in whoever comes, as {@code alice},
 * and never asks.
 */
final class FaultyProvider implements AutoCloseable {

    static final String CLIENT = "hub";
    /** Made once, because it takes long. */
    private static final RSAKey FIRST = newKey("first");

    static final String SECRET = "s3cret:with%+&é";

    /** Signs the claims of an ID token. */
    @FunctionalInterface
    interface Signer {
        String sign(Map<String, Object> claims) throws Exception;
    }

    /** What came to one of its doors. */
    record Seen(String path, Optional<String> authorization, Map<String, String> form) {}

    private record Code(String nonce, String challenge, String callback) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Clock clock;
    private final String scheme;
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Map<String, Boolean> refreshTokens = new ConcurrentHashMap<>();
    private final List<String> accessTokens = new CopyOnWriteArrayList<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    /** Not as attributes of the exchange, which all exchanges of one door share. */
    private final Map<HttpExchange, Map<String, String>> forms = new ConcurrentHashMap<>();

    private final Map<String, HttpHandler> instead = new ConcurrentHashMap<>();

    volatile RSAKey key = FIRST;
    volatile List<RSAKey> published = List.of(key);
    volatile Signer signer = claims -> signed(claims, key);
    volatile Consumer<Map<String, Object>> metadata = document -> {};
    volatile Consumer<Map<String, Object>> idClaims = claims -> {};
    volatile Consumer<Map<String, Object>> userInfo = claims -> {};
    volatile Consumer<Map<String, Object>> tokenResponse = response -> {};
    volatile Consumer<Map<String, String>> callbackParameters = parameters -> {};

    FaultyProvider(Clock clock) throws IOException {
        this(clock, HttpServer.create(anyPort(), 0), "http");
    }

    /** Speaks TLS, and does not talk to clients without a certificate that {@code tls} trusts. */
    FaultyProvider(Clock clock, SSLContext tls) throws IOException {
        this(clock, encrypted(tls), "https");
    }

    private FaultyProvider(Clock clock, HttpServer server, String scheme) {
        this.clock = clock;
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        on("/.well-known/openid-configuration", exchange -> json(exchange, 200, description()));
        on("/jwks", exchange -> json(exchange, 200, new JWKSet(List.copyOf(published)).toJSONObject()));
        on("/authorize", this::authorize);
        on("/token", this::token);
        on("/userinfo", this::userInfo);
        server.start();
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static HttpServer encrypted(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = tls.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        return server;
    }

    String issuer() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Lets something else happen at a door. */
    void instead(String path, HttpHandler handler) {
        instead.put(path, handler);
    }

    void restore(String path) {
        instead.remove(path);
    }

    List<Seen> seenAt(String path) {
        return seen.stream().filter(each -> each.path().equals(path)).toList();
    }

    void forgetAccessTokens() {
        accessTokens.clear();
    }

    void forgetRefreshTokens() {
        refreshTokens.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String signed(Map<String, Object> claims, RSAKey key) throws JOSEException, ParseException {
        return signed(
                claims,
                key,
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build());
    }

    static String signed(Map<String, Object> claims, RSAKey key, JWSHeader header)
            throws JOSEException, ParseException {
        SignedJWT token = new SignedJWT(header, JWTClaimsSet.parse(claims));
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private void on(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> form = parameters(body);
            seen.add(new Seen(
                    path, Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")), form));
            forms.put(exchange, form);
            try {
                instead.getOrDefault(path, handler).handle(exchange);
            } catch (RuntimeException e) {
                throw new IOException(e);
            } finally {
                forms.remove(exchange);
                exchange.close();
            }
        });
    }

    private Map<String, Object> description() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer());
        document.put("authorization_endpoint", issuer() + "/authorize");
        document.put("token_endpoint", issuer() + "/token");
        document.put("userinfo_endpoint", issuer() + "/userinfo");
        document.put("jwks_uri", issuer() + "/jwks");
        document.put("end_session_endpoint", issuer() + "/logout");
        document.put("authorization_response_iss_parameter_supported", true);
        document.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post"));
        document.put("code_challenge_methods_supported", List.of("plain", "S256"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256", "ES256"));
        metadata.accept(document);
        return document;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(
                code,
                new Code(query.get("nonce"), query.getOrDefault("code_challenge", ""), query.get("redirect_uri")));
        Map<String, String> back = new LinkedHashMap<>();
        back.put("code", code);
        back.put("state", query.get("state"));
        back.put("iss", issuer());
        callbackParameters.accept(back);
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        Forms.with(URI.create(query.get("redirect_uri")), back).toString());
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = forms.get(exchange);
        if ("refresh_token".equals(form.get("grant_type"))) {
            if (refreshTokens.remove(form.getOrDefault("refresh_token", "")) == null) {
                json(exchange, 400, Map.of("error", "invalid_grant", "error_description", "used before"));
            } else {
                json(exchange, 200, tokens(Optional.empty()));
            }
            return;
        }
        Code code = codes.remove(form.getOrDefault("code", ""));
        if (code == null || !code.callback().equals(form.get("redirect_uri")) || !proves(code, form)) {
            json(exchange, 400, Map.of("error", "invalid_grant", "error_description", "not good: " + form.get("code")));
            return;
        }
        json(exchange, 200, tokens(Optional.of(code.nonce())));
    }

    private static boolean proves(Code code, Map<String, String> form) {
        return code.challenge().isEmpty() || code.challenge().equals(sha256(form.getOrDefault("code_verifier", "")));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> tokens(Optional<String> nonce) {
        String accessToken = "at-" + UUID.randomUUID();
        String refreshToken = "rt-" + UUID.randomUUID();
        accessTokens.add(accessToken);
        refreshTokens.put(refreshToken, true);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("access_token", accessToken);
        response.put("token_type", "Bearer");
        response.put("expires_in", 300);
        response.put("refresh_token", refreshToken);
        response.put("id_token", idToken(accessToken, nonce));
        tokenResponse.accept(response);
        return response;
    }

    private String idToken(String accessToken, Optional<String> nonce) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer());
        claims.put("sub", "a1");
        claims.put("aud", CLIENT);
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("sid", "session-1");
        claims.put(
                "at_hash",
                AccessTokenHash.compute(new BearerAccessToken(accessToken), JWSAlgorithm.RS256, null)
                        .getValue());
        nonce.ifPresent(text -> claims.put("nonce", text));
        idClaims.accept(claims);
        try {
            return signer.sign(claims);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void userInfo(HttpExchange exchange) throws IOException {
        String authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (!authorization.startsWith("Bearer ") || !accessTokens.contains(authorization.substring(7))) {
            json(exchange, 401, Map.of("error", "invalid_token"));
            return;
        }
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", "a1");
        claims.put("preferred_username", "alice");
        claims.put("name", "Alice Liddell");
        claims.put("email", "alice@example.org");
        claims.put("email_verified", true);
        claims.put("groups", List.of("readers", "writers"));
        userInfo.accept(claims);
        json(exchange, 200, claims);
    }

    static void json(HttpExchange exchange, int status, Map<String, Object> content) throws IOException {
        send(exchange, status, "application/json", JSONObjectUtils.toJSONString(content));
    }

    static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : List.of((text == null ? "" : text).split("&"))) {
            List<String> halves = new ArrayList<>(List.of(pair.split("=", 2)));
            if (halves.size() == 2) {
                parameters.put(decoded(halves.get(0)), decoded(halves.get(1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
