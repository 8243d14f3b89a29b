package dev.hubwright.auth.azuread.entra;

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
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Stands in for Microsoft Entra ID and Microsoft Graph: tenants, version 2.0 endpoints, refresh tokens for several resources
 * that rotate, overage, claims challenges. It does everything right until a test tells it otherwise, logs in whom the test
 * names in {@code login_hint}, or {@code ann}, and never asks.
 */
public final class EntraStandIn implements AutoCloseable {

    public static final String TENANT = "72f988bf-0000-4000-8000-000000000001";
    public static final String OTHER_TENANT = "72f988bf-0000-4000-8000-000000000002";
    public static final String CLIENT = "0c1e0000-1111-4222-8333-444444444444";
    public static final String SECRET = "s3cret~with+&%";

    private static final RSAKey KEY = newKey("first");
    private static final int PAGE = 100;

    /** The tenant of everybody who has no organisation. */
    public static final String PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

    private static final String ON_BEHALF_OF = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

    private record Code(Person person, Map<String, String> asked) {}

    private final HttpsDoor door;
    private final Map<String, Person> people = new ConcurrentHashMap<>();
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Map<String, Person> refreshTokens = new ConcurrentHashMap<>();
    private final Map<String, Person> graphTokens = new ConcurrentHashMap<>();
    /** Device codes, and whoever has typed the code that belongs to each. */
    private final Map<String, Optional<Person>> deviceCodes = new ConcurrentHashMap<>();

    private final Set<String> declinedCodes = ConcurrentHashMap.newKeySet();
    private final Map<String, Person> hubTokens = new ConcurrentHashMap<>();
    private final List<Map<String, String>> tokenRequests = new CopyOnWriteArrayList<>();
    private final List<String> graphRequests = new CopyOnWriteArrayList<>();

    /** Changes the claims of ID tokens; the second argument is what was asked for. */
    public volatile BiConsumer<Map<String, Object>, Map<String, String>> idClaims = (claims, asked) -> {};

    public volatile UnaryOperator<String> idToken = token -> token;
    public volatile RSAKey key = KEY;
    public volatile int lifeSeconds = 3600;
    public volatile int mostGroups = 200;
    /** Resources that nobody has consented to, unless a login has asked for them. */
    public final Set<String> withoutConsent = ConcurrentHashMap.newKeySet();
    /** What has to be proved for a resource, until a login has asked for it. */
    public final Map<String, String> challenges = new ConcurrentHashMap<>();
    /** Errors that the next requests for tokens get. */
    public final Queue<String> tokenErrors = new ConcurrentLinkedQueue<>();
    /** Statuses that the next requests to Graph get. */
    public final Queue<Integer> graphStatuses = new ConcurrentLinkedQueue<>();
    /** Added to what the browser comes back with. */
    public volatile Map<String, String> callbackParameters = Map.of();

    public volatile boolean withoutPublicClients;
    public volatile boolean keysFail;
    public volatile boolean challengesStay;
    public volatile String nextLink = "";
    /** The address that it gives itself, for where names of hosts lead to it by a proxy. */
    public volatile String name = "";

    public volatile String graphName = "";

    /** Starts with ann, bob and nobody else. */
    public EntraStandIn() throws IOException, GeneralSecurityException {
        door = new HttpsDoor(this::handle);
        person("ann");
        person("bob");
    }

    public String address() {
        return name.isEmpty() ? door.address() : name;
    }

    public String graphAddress() {
        return graphName.isEmpty() ? address() : graphName;
    }

    public int port() {
        return door.port();
    }

    /** In PEM, to be trusted. */
    public static String certificate() {
        return HttpsDoor.certificate();
    }

    public Person person(String account) {
        return people.computeIfAbsent(account, Person::new);
    }

    public List<Map<String, String>> tokenRequests() {
        return List.copyOf(tokenRequests);
    }

    public List<String> graphRequests() {
        return List.copyOf(graphRequests);
    }

    /** Does what the browser of a person does at Microsoft; gives where it is sent back to. */
    public URI visit(URI address, String account) throws IOException, InterruptedException {
        String here = address.toString().replace(address(), door.address());
        HttpResponse<Void> answer = HttpsDoor.browser()
                .send(
                        HttpRequest.newBuilder(URI.create(here + "&login_hint=" + account))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        return URI.create(answer.headers().firstValue("location").orElseThrow());
    }

    /** Ends every login of a person, as an administrator does. */
    public void revoke(Person person) {
        refreshTokens.values().removeIf(person::equals);
    }

    public static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String signed(Map<String, Object> claims, RSAKey key) throws JOSEException, ParseException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), JWTClaimsSet.parse(claims));
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private void handle(HttpExchange exchange, Map<String, String> parameters) throws Exception {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/v1.0/me")) {
            graph(exchange, parameters);
        } else if (path.endsWith("/v2.0/.well-known/openid-configuration")) {
            HttpsDoor.json(exchange, 200, description(path.split("/")[1]));
        } else if (path.endsWith("/discovery/v2.0/keys")) {
            if (keysFail) {
                HttpsDoor.json(exchange, 503, Map.of("error", "unavailable"));
                return;
            }
            HttpsDoor.json(exchange, 200, new JWKSet(KEY.toPublicJWK()).toJSONObject());
        } else if (path.endsWith("/oauth2/v2.0/authorize")) {
            authorize(exchange, parameters);
        } else if (path.endsWith("/oauth2/v2.0/devicecode")) {
            deviceCode(exchange, parameters);
        } else if (DEVICE_CODE.equals(parameters.get("grant_type"))) {
            deviceToken(exchange, parameters);
        } else if (path.endsWith("/oauth2/v2.0/token")) {
            token(exchange, parameters);
        } else {
            HttpsDoor.json(exchange, 404, Map.of("error", "not_found"));
        }
    }

    private Map<String, Object> description(String tenant) {
        String id = Set.of("common", "organizations").contains(tenant)
                ? "{tenantid}"
                : tenant.equals("consumers") ? PERSONAL : tenant.matches("[0-9a-f-]{36}") ? tenant : TENANT;
        return Map.of(
                "issuer", issuer(id),
                "authorization_endpoint", address() + "/" + tenant + "/oauth2/v2.0/authorize",
                "token_endpoint", address() + "/" + tenant + "/oauth2/v2.0/token",
                "jwks_uri", address() + "/" + tenant + "/discovery/v2.0/keys");
    }

    public String issuer(String tenant) {
        return address() + "/" + tenant + "/v2.0";
    }

    private void authorize(HttpExchange exchange, Map<String, String> asked) throws IOException {
        Map<String, String> back = new LinkedHashMap<>();
        back.put("state", asked.getOrDefault("state", ""));
        boolean right = CLIENT.equals(asked.get("client_id"))
                && "query".equals(asked.get("response_mode"))
                && "S256".equals(asked.get("code_challenge_method"))
                && asked.containsKey("nonce");
        if (right) {
            String code = UUID.randomUUID().toString();
            codes.put(code, new Code(person(asked.getOrDefault("login_hint", "ann")), asked));
            back.put("code", code);
            withoutConsent.remove(resource(asked.get("scope")));
            if (asked.containsKey("claims") && !challengesStay) {
                challenges.values().removeIf(asked.get("claims")::equals);
            }
        } else {
            back.put("error", "invalid_request");
        }
        back.putAll(callbackParameters);
        List<String> pairs = new ArrayList<>();
        back.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        exchange.getResponseHeaders().set("Location", asked.get("redirect_uri") + "?" + String.join("&", pairs));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange, Map<String, String> form) throws Exception {
        tokenRequests.add(Map.copyOf(form));
        String planned = tokenErrors.poll();
        if (planned != null) {
            error(exchange, planned, "AADSTS90000: as planned", Map.of());
            return;
        }
        if (!CLIENT.equals(form.get("client_id"))
                || !SECRET.equals(form.get("client_secret")) && !form.containsKey("client_assertion")) {
            error(exchange, "invalid_client", "AADSTS7000215: Invalid client secret provided.", Map.of());
            return;
        }
        Code code = codes.remove(form.getOrDefault("code", ""));
        Person person = code != null ? code.person() : refreshTokens.get(form.getOrDefault("refresh_token", ""));
        if (ON_BEHALF_OF.equals(form.get("grant_type")) && "on_behalf_of".equals(form.get("requested_token_use"))) {
            person = hubTokens.get(form.getOrDefault("assertion", ""));
        }
        if (person == null || code != null && !isRedeemable(code, form)) {
            error(exchange, "invalid_grant", "AADSTS70000: The grant is not valid.", Map.of());
            return;
        }
        answer(exchange, form, person, code == null ? Map.of() : code.asked());
    }

    private static boolean isRedeemable(Code code, Map<String, String> form) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(form.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII));
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        return challenge.equals(code.asked().get("code_challenge"))
                && code.asked().get("redirect_uri").equals(form.get("redirect_uri"));
    }

    private void answer(HttpExchange exchange, Map<String, String> form, Person person, Map<String, String> asked)
            throws Exception {
        // Entra lets the old one live as well.
        String refreshToken = UUID.randomUUID().toString();
        refreshTokens.put(refreshToken, person);
        String resource = resource(form.get("scope"));
        if (person.disabled) {
            error(exchange, "invalid_grant", "AADSTS50057: The user account is disabled.", Map.of());
        } else if (withoutConsent.contains(resource)) {
            error(
                    exchange,
                    "invalid_grant",
                    "AADSTS65001: The user or administrator has not consented.",
                    Map.of("suberror", "consent_required"));
        } else if (challenges.containsKey(resource)) {
            error(
                    exchange,
                    "interaction_required",
                    "AADSTS50076: multi-factor authentication is needed.",
                    Map.of("suberror", "basic_action", "claims", challenges.get(resource)));
        } else {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("token_type", "Bearer");
            answer.put("scope", form.get("scope").replace("offline_access", "").strip());
            answer.put("expires_in", lifeSeconds);
            answer.put("ext_expires_in", lifeSeconds);
            answer.put("access_token", accessToken(person, resource));
            answer.put("refresh_token", refreshToken);
            answer.put("id_token", idToken.apply(idToken(person, asked)));
            answer.put("client_info", base64(Map.of("uid", person.oid, "utid", person.tid)));
            HttpsDoor.json(exchange, 200, answer);
        }
    }

    private void error(HttpExchange exchange, String error, String description, Map<String, Object> more)
            throws IOException {
        Map<String, Object> answer = new LinkedHashMap<>(Map.of("error", error, "error_description", description));
        answer.putAll(more);
        HttpsDoor.json(exchange, error.equals("temporarily_unavailable") ? 503 : 400, answer);
    }

    private static String resource(String scope) {
        for (String each : scope.split(" ")) {
            if (each.endsWith("/.default")) {
                return each.substring(0, each.length() - "/.default".length());
            }
        }
        return "graph";
    }

    private String accessToken(Person person, String resource) throws JOSEException, ParseException {
        String audience = resource.equals("graph") ? graphAddress() : resource;
        String token = signed(
                Map.of(
                        "aud",
                        audience,
                        "oid",
                        person.oid,
                        "upn",
                        person.account,
                        "exp",
                        Instant.now().plusSeconds(lifeSeconds).getEpochSecond(),
                        "jti",
                        UUID.randomUUID().toString()),
                KEY);
        if (audience.equals(graphAddress())) {
            graphTokens.put(token, person);
        }
        return token;
    }

    private String idToken(Person person, Map<String, String> asked) throws JOSEException, ParseException {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer(person.tid));
        claims.put("aud", CLIENT);
        claims.put("sub", "pairwise-" + person.oid);
        claims.put("oid", person.oid);
        claims.put("tid", person.tid);
        claims.put("ver", "2.0");
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + lifeSeconds);
        if (asked.containsKey("nonce")) {
            claims.put("nonce", asked.get("nonce"));
        }
        if (person.groups.size() > mostGroups) {
            claims.put("_claim_names", Map.of("groups", "src1"));
            claims.put("_claim_sources", Map.of("src1", Map.of("endpoint", "https://graph.windows.net/gone")));
        } else if (!person.groups.isEmpty()) {
            claims.put("groups", List.copyOf(person.groups));
        }
        claims.putAll(person.claims);
        idClaims.accept(claims, asked);
        return signed(claims, key);
    }

    private void graph(HttpExchange exchange, Map<String, String> parameters) throws IOException {
        graphRequests.add(exchange.getRequestURI().toString());
        Integer planned = graphStatuses.poll();
        if (planned != null) {
            exchange.getResponseHeaders().set("Retry-After", "0");
            HttpsDoor.json(exchange, planned, Map.of("error", Map.of("code", "planned")));
            return;
        }
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        Person person = bearer == null ? null : graphTokens.get(bearer.replaceFirst("^Bearer ", ""));
        if (person == null) {
            HttpsDoor.json(exchange, 401, Map.of("error", Map.of("code", "InvalidAuthenticationToken")));
        } else if (exchange.getRequestURI().getPath().endsWith("/transitiveMemberOf")) {
            HttpsDoor.json(exchange, 200, page(person, Integer.parseInt(parameters.getOrDefault("skip", "0"))));
        } else {
            HttpsDoor.json(exchange, 200, Map.of("onPremisesSamAccountName", person.account + "-short"));
        }
    }

    private Map<String, Object> page(Person person, int from) {
        Queue<Map<String, Object>> values = new ArrayDeque<>();
        values.add(Map.of(
                "@odata.type",
                "#microsoft.graph.directoryRole",
                "id",
                UUID.randomUUID().toString()));
        int to = Math.min(person.groups.size(), from + PAGE);
        person.groups
                .subList(from, to)
                .forEach(id -> values.add(Map.of("@odata.type", "#microsoft.graph.group", "id", id)));
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("value", List.copyOf(values));
        if (to < person.groups.size()) {
            page.put(
                    "@odata.nextLink",
                    nextLink.isEmpty() ? graphAddress() + "/v1.0/me/transitiveMemberOf?skip=" + to : nextLink);
        }
        return page;
    }

    private void deviceCode(HttpExchange exchange, Map<String, String> form) throws IOException {
        if (!CLIENT.equals(form.get("client_id")) || withoutPublicClients) {
            error(exchange, "invalid_client", "AADSTS7000218: The request must contain a secret.", Map.of());
            return;
        }
        String code = UUID.randomUUID().toString();
        deviceCodes.put(code, Optional.empty());
        HttpsDoor.json(
                exchange,
                200,
                Map.of(
                        "device_code",
                        code,
                        "user_code",
                        userCode(code),
                        "verification_uri",
                        address() + "/device",
                        "expires_in",
                        900,
                        "interval",
                        1,
                        "message",
                        "Type it"));
    }

    private static String userCode(String deviceCode) {
        return deviceCode.substring(0, 8).toUpperCase(Locale.ROOT);
    }

    /** What a person does who has been told a code: types it, or says no to it. */
    public void typeCode(String userCode, Optional<Person> person) {
        String typed = deviceCodes.keySet().stream()
                .filter(code -> userCode(code).equals(userCode))
                .findFirst()
                .orElseThrow();
        if (person.isPresent()) {
            deviceCodes.put(typed, person);
        } else {
            deviceCodes.remove(typed);
            declinedCodes.add(typed);
        }
    }

    private void deviceToken(HttpExchange exchange, Map<String, String> form) throws IOException {
        tokenRequests.add(Map.copyOf(form));
        String code = form.getOrDefault("device_code", "");
        String planned = tokenErrors.poll();
        if (planned != null) {
            error(exchange, planned, "AADSTS90000: as planned", Map.of());
        } else if (declinedCodes.contains(code)) {
            error(exchange, "authorization_declined", "AADSTS70000: The person has said no.", Map.of());
        } else if (!deviceCodes.containsKey(code)) {
            error(exchange, "expired_token", "AADSTS70020: The code has expired.", Map.of());
        } else if (deviceCodes.get(code).isEmpty()) {
            error(exchange, "authorization_pending", "AADSTS70016: Pending.", Map.of());
        } else {
            String refreshToken = UUID.randomUUID().toString();
            refreshTokens.put(refreshToken, deviceCodes.remove(code).get());
            HttpsDoor.json(exchange, 200, Map.of("token_type", "Bearer", "refresh_token", refreshToken));
        }
    }

    /** An access token for the hub, as a service has it that this person logged in to. */
    public String hubToken(Person person, Consumer<Map<String, Object>> lie) throws JOSEException, ParseException {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer(person.tid));
        claims.put("aud", CLIENT);
        claims.put("azp", "5e4f1ce0-0000-4000-8000-000000000009");
        claims.put("oid", person.oid);
        claims.put("tid", person.tid);
        claims.put("scp", "access_as_user");
        claims.put("ver", "2.0");
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + lifeSeconds);
        lie.accept(claims);
        String token = signed(claims, key);
        hubTokens.put(token, person);
        return token;
    }

    private static String base64(Map<String, Object> model) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(JSONObjectUtils.toJSONString(model).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        door.close();
    }
}
