package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginRules;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several identity providers beside a directory: buttons, callbacks, tabs, and what goes wrong elsewhere. */
@Timeout(60)
class ProvidersTest {

    @TempDir
    Path folder;

    private final FakeProvider corp = new FakeProvider("corp");
    private final FakeProvider partners = new FakeProvider("partners");
    private WholeHub hub;
    private WebClient browser;

    @BeforeEach
    void start() throws Exception {
        hub = new WholeHub(folder, builder -> builder.authenticator(
                        "staff",
                        request -> request.password().reveal().equals(RunningHub.PASSWORD)
                                ? AuthResult.granted(Identity.of(request.username()))
                                : AuthResult.denied(DenialReason.BAD_CREDENTIALS),
                        LoginRules.allowAll())
                .authenticator("corp", corp, LoginRules.allowAll())
                .authenticator(
                        "partners",
                        partners,
                        LoginRules.builder()
                                .allowedGroups(Set.of("members"))
                                .usernamePrefix("p-")
                                .build()));
        browser = hub.browser();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void showsAButtonForEachBesideTheForm() {
        String page = browser.get("/hub/login?next=%2Fhub%2Ftoken").body();

        assertThat(page)
                .contains("name=\"password\"", "Sign in with corp", "Sign in with partners")
                .contains("href=\"/hub/login/corp?next=%2Fhub%2Ftoken\"")
                .doesNotContain("Sign in with staff");
    }

    @Test
    void givesEachAnAddressOfItsOwnToComeBackTo() {
        begin("corp", "");
        begin("partners", "");

        assertThat(corp.lastBegun().callbackUri().get().getPath()).isEqualTo("/hub/corp/oauth_callback");
        assertThat(partners.lastBegun().callbackUri().get().getPath()).isEqualTo("/hub/partners/oauth_callback");
        assertThat(corp.lastBegun().forwardedBy()).isEqualTo("127.0.0.1");
    }

    @Test
    void leadsWhereThePersonWantedToGo() {
        String state = begin("corp", "/hub/token");

        WebClient.Answer back = comeBack("corp", state, "alice");

        assertThat(back.location()).contains("/hub/token");
        assertThat(browser.get("/hub/token").body()).contains("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"})
    void leadsNowhereElse(String next) {
        String state = begin("corp", next);

        assertThat(comeBack("corp", state, "alice").location().get()).matches("/[^/\\\\].*");
    }

    @Test
    void lets2TabsFinishInAnyOrder() {
        String first = begin("corp", "/hub/token");
        String second = begin("partners", "/hub/home");
        String third = begin("corp", "/hub/home");

        assertThat(comeBack("corp", third, "alice").location()).contains("/hub/home");
        assertThat(comeBack("corp", first, "alice").location()).contains("/hub/token");
        assertThat(comeBack("partners", second, "bob").location()).contains("/hub/home");
        assertThat(browser.get("/hub/home").body()).contains("p-bob");
    }

    @Test
    void keepsTheServersOfATabThatHasLoggedInBefore() throws Exception {
        String first = begin("corp", "");
        String second = begin("corp", "");
        comeBack("corp", first, "alice");
        String id = browser.cookie("jupyterhub-session-id").orElseThrow();

        comeBack("corp", second, "alice");

        assertThat(browser.cookie("jupyterhub-session-id")).contains(id);
        assertThat(hub.store.sessions().ofUser("alice")).hasSize(1);
    }

    @Test
    void takesAFlowOnceAndFromItsOwnBrowserAndProviderOnly() {
        String state = begin("corp", "");

        assertThat(comeBack("partners", state, "alice").location()).contains("/hub/login");
        assertThat(hub.browser()
                        .get("/hub/corp/oauth_callback?code=alice&state=" + state)
                        .location())
                .contains("/hub/login");
        assertThat(comeBack("corp", state, "alice").location()).contains("/hub/login");
        assertThat(browser.get("/hub/login").body()).contains("begun too long ago");
    }

    @Test
    void leadsOnWhoComesBackTwice() {
        String state = begin("corp", "");
        comeBack("corp", state, "alice");

        assertThat(comeBack("corp", state, "alice").location()).contains("/hub/spawn");
        assertThat(browser.cookieNames()).noneMatch(name -> name.startsWith("hubwright-flow-"));
    }

    @Test
    void tellsWhatWentWrongElsewhereAtAnAddressWithNothingInIt() {
        String state = begin("corp", "/hub/token");

        WebClient.Answer back = browser.get("/hub/corp/oauth_callback?error=access_denied"
                + "&error_description=%3Cscript%3Ealert(1)%3C/script%3E&state=" + state);

        assertThat(back.location()).contains("/hub/login?next=%2Fhub%2Ftoken");
        WebClient.Answer page = browser.get(back.location().get());
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body())
                .contains("Signing in did not succeed. Please try again.", "/hub/login/corp?next=%2Fhub%2Ftoken")
                .doesNotContain("alert(1)", state, "Invalid username");
        assertThat(browser.get("/hub/login").status()).isEqualTo(200);
    }

    @Test
    void refusesWhomNoRuleLetsIn() {
        partners.endMembership();
        String state = begin("partners", "");

        WebClient.Answer page = browser.follow(comeBack("partners", state, "eve"));

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).contains("you may not use this hub");
    }

    @Test
    void saysThatAProviderIsOutOfReachAndLetsTheOthersIn() {
        corp.fail();

        assertThat(browser.get("/hub/login").body()).contains("corp could not be reached just now");
        WebClient.Answer page = browser.get("/hub/login/corp");
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.body()).contains("corp cannot be reached. Try again in a minute.");
        assertThat(browser.logIn("alice").status()).isEqualTo(302);

        corp.recover();
        assertThat(hub.browser().get("/hub/login").body()).doesNotContain("could not be reached");
    }

    @Test
    void anOutageOnTheWayBackIsNoRefusal() {
        String state = begin("corp", "");
        corp.fail();

        assertThat(browser.follow(comeBack("corp", state, "alice")).status()).isEqualTo(503);
    }

    @Test
    void takesTheAnswerByAFormToo() {
        String state = begin("corp", "/hub/token");

        WebClient.Answer form =
                browser.postAsIs("/hub/corp/oauth_callback", Map.of("code", "alice", "state", state, "x", "\r\n&?"));

        assertThat(form.status()).isEqualTo(303);
        assertThat(form.location().get()).startsWith("/hub/corp/oauth_callback?");
        assertThat(browser.get(form.location().get()).location()).contains("/hub/token");
    }

    @Test
    void startsTheServerOfWhoBeganTheLoginHere() {
        String fromElsewhere = "cross-site";
        String state = browser.get("/hub/login/corp", "Sec-Fetch-Site", "same-origin")
                .sent("state")
                .orElseThrow();
        browser.get("/hub/corp/oauth_callback?code=alice&state=" + state, "Sec-Fetch-Site", fromElsewhere);

        assertThat(browser.get("/hub/spawn", "Sec-Fetch-Site", fromElsewhere).status())
                .isEqualTo(302);
        assertThat(hub.servers.count()).isEqualTo(1);
        assertThat(browser.cookieNames()).doesNotContain("hubwright-came-in");
    }

    @Test
    void asksFirstWhomALinkElsewhereHasLoggedIn() {
        String fromElsewhere = "cross-site";
        String state = browser.get("/hub/login/corp", "Sec-Fetch-Site", fromElsewhere)
                .sent("state")
                .orElseThrow();
        browser.get("/hub/corp/oauth_callback?code=alice&state=" + state, "Sec-Fetch-Site", fromElsewhere);

        assertThat(browser.get("/hub/spawn", "Sec-Fetch-Site", fromElsewhere).body())
                .contains("action=\"/hub/spawn/alice\"");
        assertThat(hub.servers.count()).isZero();
    }

    @Test
    void showsANoticeBeforeItLeadsOn() {
        corp.says("Your password ends in 3 days.");
        String state = begin("corp", "/hub/token");

        WebClient.Answer back = comeBack("corp", state, "alice");

        assertThat(back.location()).contains("/hub/notice?next=%2Fhub%2Ftoken");
        assertThat(browser.get(back.location().get()).body())
                .contains("Your password ends in 3 days.", "href=\"/hub/token\"");
        assertThat(browser.get(back.location().get()).location()).contains("/hub/token");
    }

    @Test
    void keepsNoMoreFlowsThanARequestHasRoomFor() {
        for (int i = 0; i < 40; i++) {
            begin("corp", "");
        }

        assertThat(browser.cookieNames()).hasSizeLessThan(20);
        assertThat(comeBack("corp", begin("corp", ""), "alice").location()).contains("/hub/spawn");
    }

    @Test
    void knowsNoOtherInstances() {
        assertThat(browser.get("/hub/login/nobody").status()).isEqualTo(403);
        assertThat(browser.get("/hub/nobody/oauth_callback?code=alice&state=x").location())
                .contains("/hub/login");
    }

    @Test
    void aNameBelongsToTheProviderThatItCameFromFirst() {
        comeBack("corp", begin("corp", ""), "p-bob");
        WebClient other = hub.browser();
        WebClient.Answer begun = other.get("/hub/login/partners");

        WebClient.Answer page = other.follow(other.get("/hub/partners/oauth_callback?code=bob&state="
                + begun.sent("state").get()));

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.body()).contains("belongs to somebody else");
    }

    private String begin(String instance, String next) {
        String query = next.isEmpty() ? "" : "?next=" + WebClient.encode(next);
        WebClient.Answer answer = browser.get("/hub/login/" + instance + query);
        URI there = URI.create(answer.location().orElseThrow());
        assertThat(there.getHost()).isEqualTo(instance + ".example");
        return answer.sent("state").orElseThrow();
    }

    private WebClient.Answer comeBack(String instance, String state, String code) {
        return browser.get("/hub/" + instance + "/oauth_callback?code=" + code + "&state=" + state);
    }
}
