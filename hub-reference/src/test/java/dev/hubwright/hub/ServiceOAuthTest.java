package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import dev.hubwright.hub.settings.ServiceDefinition;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of a browser from a service to the hub and back, as {@code HubOAuth} leads it. */
@Timeout(60)
class ServiceOAuthTest {

    private static final String GRADER = authorize("service-grader", "/services/grader/oauth_callback");
    private static final String WIDE = authorize("service-wide", "/services/wide/oauth_callback");
    private static final String TRUSTED = authorize("service-trusted", "/services/trusted/oauth_callback");
    private static final String ELSEWHERE = authorize("service-elsewhere", "https://elsewhere.example.org/cb?x=1");
    private static final String SECRET = "the-secret-of-the-grader";

    @TempDir
    Path folder;

    private WholeHub hub;
    private WebClient admin;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(
                folder,
                builder -> builder.services(List.of(
                        service("grader").apiToken(Secret.of(SECRET)).build(),
                        service("wide")
                                .apiToken(Secret.of(SECRET))
                                .oauthClientAllowedScopes(List.of("read:servers!user", "admin:users"))
                                .build(),
                        service("trusted").oauthNoConfirm(true).build(),
                        service("elsewhere")
                                .oauthRedirectUri("https://elsewhere.example.org/cb?x=1")
                                .build(),
                        ServiceDefinition.builder("pageless")
                                .apiToken(Secret.of("secret-of-the-pageless"))
                                .build())));
        admin = hub.browserOf("admin");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void asksBeforeAServiceKnowsSomebodyAndThenNeverAgain() {
        WebClient.Answer question = admin.get(GRADER);

        assertThat(question.status()).isEqualTo(200);
        assertThat(question.body())
                .contains("The service grader", "read your name", "let you use the service grader")
                .doesNotContain(SECRET);
        assertThat(admin.postAsIs(GRADER, Map.of()).status())
                .as("a form of somebody else")
                .isEqualTo(403);
        String token = token(redeem(code(agree(GRADER, Map.of()))));
        assertThat(whoAmI(token).json().path("name").asText()).isEqualTo("admin");
        assertThat(admin.get(GRADER).sent("code")).isPresent();
    }

    @Test
    void givesWhatTheFormSaysAndNeverMore() {
        assertThat(admin.get(WIDE).body()).contains("make, change and delete", "name=\"scopes\"");
        assertThat(scopes(agree(WIDE, Map.of("scopes", "read:servers!user=admin"))))
                .contains("access:services!service=wide", "read:servers!user=admin", "read:users:name!user=admin")
                .doesNotContain("admin:users", "admin:servers");
        assertThat(scopes(agree(WIDE, Map.of()))).doesNotContain("admin:users", "read:servers!user=admin");
        assertThat(scopes(agree(WIDE, Map.of("scopes", "shutdown")))).doesNotContain("shutdown");
        assertThat(admin.get(WIDE).status())
                .as("what was not agreed to is asked for again")
                .isEqualTo(200);
    }

    @Test
    void asksNobodyWhereTheOperatorTrustsTheService() {
        assertThat(admin.get(TRUSTED).sent("code")).isPresent();
    }

    @Test
    void letsInOnlyThoseWhoMayUseTheService() {
        WebClient.Answer answer = hub.browserOf("alice").get(TRUSTED);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.location()).isEmpty();
    }

    @Test
    void letsInThoseWhomARoleNames() throws Exception {
        hub.close();
        Role graders = new Role(
                "graders",
                "",
                Set.of("access:services!service=trusted"),
                Set.of("alice"),
                Set.of("teachers"),
                Set.of());
        hub = new WholeHub(folder, builder -> builder.groups(Map.of("teachers", List.of("bob")))
                .roles(List.of(graders), ScopeTree.standard())
                .services(List.of(
                        service("grader").oauthNoConfirm(true).build(),
                        service("trusted").oauthNoConfirm(true).build())));

        assertThat(hub.browserOf("alice").get(TRUSTED).sent("code")).isPresent();
        assertThat(hub.browserOf("bob").get(TRUSTED).sent("code")).isPresent();
        assertThat(hub.browserOf("carol").get(TRUSTED).status()).isEqualTo(403);
        assertThat(hub.browserOf("alice").get(GRADER).status()).isEqualTo(403);
        assertThat(hub.browserOf("alice").get("/hub/home").body())
                .contains("/services/trusted/")
                .doesNotContain("/services/grader/");
    }

    @Test
    void givesABrowserItsSessionBackThatHasLostTheCookie() {
        String id = admin.cookie("jupyterhub-session-id").orElseThrow();
        assertThat(admin.get(TRUSTED).setCookies()).isEmpty();
        admin.setCookie("jupyterhub-session-id", "somebody-elses", "/");

        admin.get(TRUSTED);

        assertThat(admin.cookie("jupyterhub-session-id")).contains(id);
    }

    @Test
    void asksForALoginFirst() {
        assertThat(hub.browser().get(GRADER).location()).contains("/hub/login?next=" + WebClient.encode(GRADER));
    }

    @Test
    void leadsToAServiceElsewhere() {
        WebClient.Answer question = admin.get(ELSEWHERE);

        assertThat(question.header("content-security-policy").get())
                .contains("form-action 'self' https://elsewhere.example.org");
        assertThat(question.response().headers().allValues("content-security-policy"))
                .hasSize(1);
        assertThat(agree(ELSEWHERE, Map.of()).location().get())
                .startsWith("https://elsewhere.example.org/cb?x=1&code=")
                .endsWith("&state=S%20%2F");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_id=service-pageless&response_type=code",
                "client_id=grader&response_type=code",
                "client_id=service-grader&redirect_uri=/services/trusted/oauth_callback&response_type=code",
                "client_id=service-elsewhere&redirect_uri=https://elsewhere.example.org/cb&response_type=code",
                "client_id=service-elsewhere&redirect_uri=https://elsewhere.example.org/cb?x=1/../y&response_type=code",
            })
    void sendsNobodyWhereNoServiceIs(String query) {
        WebClient.Answer answer = admin.get("/hub/api/oauth2/authorize?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.location()).isEmpty();
    }

    @Test
    void refusesScopesThatTheServiceMayNotHave() {
        assertThat(admin.get(GRADER + "&scope=shutdown").sent("error")).contains("invalid_scope");
        assertThat(admin.get(TRUSTED + "&scope=admin:users").sent("error")).contains("invalid_scope");
        assertThat(admin.get(WIDE + "&scope=read:servers!user").status()).isEqualTo(200);
    }

    @Test
    void takesTheTokenBackWithTheSession() {
        String token = token(redeem(code(agree(GRADER, Map.of()))));
        assertThat(whoAmI(token).status()).isEqualTo(200);

        admin.get("/hub/logout");

        assertThat(whoAmI(token).status()).isEqualTo(403);
    }

    @Test
    void takesBackEverythingThatAServiceHasOfSomebody() throws Exception {
        String one = token(redeem(code(agree(GRADER, Map.of()))));
        String other = token(redeem(code(agree(GRADER, Map.of()))));
        long id = hub.store.tokens().ofUser("admin").stream()
                .filter(token -> token.clientId().equals("service-grader"))
                .findFirst()
                .orElseThrow()
                .id();

        assertThat(admin.post("/hub/token/a" + id + "/revoke", Map.of()).status())
                .isEqualTo(302);

        assertThat(whoAmI(one).status()).isEqualTo(403);
        assertThat(whoAmI(other).status()).isEqualTo(403);
    }

    @Test
    void refusesAnotherServicesCode() {
        Map<String, String> form = form(code(admin.get(TRUSTED)));

        assertThat(exchange(form).json().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void refusesAWrongSecret() {
        Map<String, String> form = form(code(agree(GRADER, Map.of())));
        form.put("client_secret", "the-secret-of-somebody");

        assertThat(exchange(form).status()).isEqualTo(401);
    }

    @Test
    void refusesClientsWithoutAChallengeWhereTheOperatorWantsOne() throws Exception {
        hub.close();
        hub = new WholeHub(folder, builder -> builder.services(
                        List.of(service("trusted").oauthNoConfirm(true).build()))
                .requirePkce());
        WebClient browser = hub.browserOf("admin");

        assertThat(browser.get(TRUSTED).sent("error")).contains("invalid_request");
        assertThat(browser.get(TRUSTED + "&code_challenge=abc&code_challenge_method=S256")
                        .sent("code"))
                .isPresent();
    }

    private WebClient.Answer agree(String page, Map<String, String> fields) {
        admin.get(page);
        return admin.post(page, fields);
    }

    private TreeSet<String> scopes(WebClient.Answer consent) {
        TreeSet<String> scopes = new TreeSet<>();
        Map<String, String> form = form(code(consent));
        form.put("client_id", "service-wide");
        form.put("redirect_uri", "/services/wide/oauth_callback");
        whoAmI(token(exchange(form))).json().path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return scopes;
    }

    private WebClient.Answer whoAmI(String token) {
        return new WholeHub.Api(hub.browser(), token).get("user");
    }

    private WebClient.Answer redeem(String code) {
        return exchange(form(code));
    }

    private WebClient.Answer exchange(Map<String, String> form) {
        return hub.browser().postAsIs("/hub/api/oauth2/token", form);
    }

    private static Map<String, String> form(String code) {
        Map<String, String> form = new HashMap<>();
        form.put("client_id", "service-grader");
        form.put("client_secret", SECRET);
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", "/services/grader/oauth_callback");
        return form;
    }

    private static ServiceDefinition.Builder service(String name) {
        return ServiceDefinition.builder(name)
                .url(URI.create("http://127.0.0.1:10101"))
                .apiToken(Secret.of("secret-of-" + name));
    }

    private static String authorize(String client, String redirect) {
        return "/hub/api/oauth2/authorize?client_id=" + client + "&redirect_uri=" + WebClient.encode(redirect)
                + "&response_type=code&state=S%20%2F";
    }

    private static String code(WebClient.Answer answer) {
        return answer.sent("code").orElseThrow(() -> new AssertionError(answer.status() + " " + answer.body()));
    }

    private static String token(WebClient.Answer answer) {
        return answer.json().path("access_token").asText();
    }
}
