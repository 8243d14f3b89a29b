package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.ScopeTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that people share with each other, and what others try. */
@Timeout(60)
class SharingTest {

    private static final String SHARE_WITH_BOB = "{\"user\": \"bob\"}";
    private static final String AUTHORIZE =
            "/hub/api/oauth2/authorize?client_id=jupyterhub-user-alice&response_type=code&state=s";

    private static final Role SHARING =
            Role.of(Role.USER, "May share", Set.of("self", "shares!user", "read:users:name", "read:groups:name"));

    @TempDir
    Path folder;

    private WholeHub hub;
    private WholeHub.Api alice;
    private WholeHub.Api bob;

    @BeforeEach
    void startTheServerOfAlice() throws Exception {
        hub = new WholeHub(folder, builder -> builder.groups(Map.of("friends", List.of("carol")))
                .namedServers(0)
                .roles(List.of(SHARING), ScopeTree.standard()));
        alice = hub.api("alice");
        bob = hub.api("bob");
        hub.makeUser("dave");
        assertThat(alice.post("users/alice/server", "").status()).isEqualTo(201);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void sharesWithAPersonAndTakesItBack() {
        assertThat(visit("bob").status()).isEqualTo(403);

        JsonNode share = alice.post("shares/alice/", SHARE_WITH_BOB).json();

        assertThat(share.path("kind").asText()).isEqualTo("user");
        assertThat(share.path("user")).isEqualTo(WebClient.parse("{\"name\": \"bob\"}"));
        assertThat(share.path("group").isNull()).isTrue();
        assertThat(share.path("scopes")).isEqualTo(WebClient.parse("[\"access:servers!server=alice/\"]"));
        assertThat(share.path("server")).isEqualTo(WebClient.parse("""
                {"user": {"name": "alice"}, "name": "", "url": "/user/alice/", "full_url": null, "ready": true}
                """));
        assertThat(visit("bob").body()).as("a guest is asked").contains("Allow access?");
        assertThat(visit("dave").status()).isEqualTo(403);

        assertThat(patch(SHARE_WITH_BOB).json()).isEqualTo(WebClient.parse("{}"));
        assertThat(visit("bob").status()).isEqualTo(403);
    }

    @Test
    void letsAGuestInWithATokenThatEndsWithTheShare() {
        alice.post("shares/alice/", SHARE_WITH_BOB);
        WebClient browser = hub.browserOf("bob");
        browser.get(AUTHORIZE);
        String code = browser.post(AUTHORIZE, Map.of()).sent("code").orElseThrow();
        String secret = hub.servers.told(ServerRef.of("alice"), "JUPYTERHUB_API_TOKEN");
        String token = hub.browser()
                .postAsIs(
                        "/hub/api/oauth2/token",
                        Map.of(
                                "client_id",
                                "jupyterhub-user-alice",
                                "client_secret",
                                secret,
                                "grant_type",
                                "authorization_code",
                                "code",
                                code))
                .json()
                .path("access_token")
                .asText();
        WholeHub.Api inServer = new WholeHub.Api(hub.browser(), token);
        assertThat(inServer.get("user").json().path("scopes").toString())
                .contains("access:servers!server=alice/")
                .contains("read:users:name!user=bob");

        assertThat(alice.delete("shares/alice/").status()).isEqualTo(204);

        assertThat(inServer.get("user").json().path("scopes").toString()).doesNotContain("access:servers");
    }

    @Test
    void sharesWithAGroupForAsLongAsSomebodyIsInIt() throws Exception {
        JsonNode share = alice.post("shares/alice/", "{\"group\": \"friends\"}").json();

        assertThat(share.path("kind").asText()).isEqualTo("group");
        assertThat(visit("carol").status()).isEqualTo(200);
        assertThat(hub.api("carol")
                        .get("users/carol/shared")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
        assertThat(hub.api("admin").get("groups/friends/shared").status())
                .as("administrators may")
                .isEqualTo(200);

        hub.store.groups().take("friends", Set.of("carol"));
        assertThat(visit("carol").status()).isEqualTo(403);
        hub.store.groups().add("friends", Set.of("carol"));
        assertThat(visit("carol").status()).isEqualTo(200);
        hub.store.groups().remove("friends");
        assertThat(visit("carol").status()).isEqualTo(403);
    }

    @Test
    void sharesMoreThanAccessIfOneHasIt() {
        alice.post("shares/alice/", "{\"user\": \"bob\", \"scopes\": [\"servers\", \"access:servers\"]}");

        assertThat(bob.delete("users/alice/server").status()).isEqualTo(204);
        assertThat(bob.post("users/alice/server", "").status()).isEqualTo(201);
        assertThat(bob.get("users/alice/tokens").status()).isEqualTo(404);
        JsonNode left = patch("{\"user\": \"bob\", \"scopes\": [\"servers\"]}").json();
        assertThat(left.path("scopes").toString()).isEqualTo("[\"access:servers!server=alice/\"]");
        assertThat(bob.delete("users/alice/server").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|400",
                "{\"user\": \"bob\", \"group\": \"friends\"}|400",
                "{\"user\": \"nobody\"}|400",
                "{\"group\": \"nobody\"}|400",
                "{\"user\": 5}|400",
                "{\"user\": \"bob\", \"colour\": \"red\"}|400",
                "{\"user\": \"bob\", \"scopes\": \"access:servers\"}|400",
                "{\"user\": \"bob\", \"scopes\": [\"access:servers!server=carol/\"]}|400",
                "{\"user\": \"bob\", \"scopes\": [\"access:servers!user=alice\"]}|400",
                "{\"user\": \"bob\", \"scopes\": [\"tokens\"]}|400",
                "{\"user\": \"bob\", \"scopes\": [\"inherit\"]}|400",
                "{\"user\": \"bob\", \"scopes\": [\"nonsense\"]}|400",
                "{\"user\": \"bob\", \"scopes\": [\"admin:servers\"]}|403",
                "nonsense|400",
            })
    void refusesWhatCannotBeShared(String body, int status) {
        assertThat(alice.post("shares/alice/", body).status()).isEqualTo(status);
        assertThat(alice.get("shares/alice").json().path("items").size()).isZero();
    }

    @Test
    void sharesOneServerAndNoOther() {
        assertThat(alice.post("users/alice/servers/lab", "").status()).isEqualTo(201);
        alice.post("shares/alice/lab", SHARE_WITH_BOB);

        assertThat(visit("bob").status()).isEqualTo(403);
        assertThat(hub.browserOf("bob")
                        .get(AUTHORIZE.replace("user-alice", "user-alice-lab"))
                        .status())
                .isEqualTo(200);
        assertThat(alice.get("shares/alice/").json().path("items").size()).isZero();
        assertThat(alice.get("shares/alice/lab").json().path("items").size()).isEqualTo(1);
        assertThat(alice.get("shares/alice")
                        .json()
                        .path("_pagination")
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(alice.get("shares/alice/none").status()).isEqualTo(404);
        assertThat(alice.post("shares/alice", SHARE_WITH_BOB).status()).isEqualTo(405);
        assertThat(alice.post("shares/alice/none", SHARE_WITH_BOB).status()).isEqualTo(404);

        assertThat(alice.delete("users/alice/servers/lab", "{\"remove\": true}").status())
                .isEqualTo(204);
        assertThat(bob.get("users/bob/shared").json().path("items").size())
                .as("a share ends with its server")
                .isZero();
    }

    @Test
    void showsListsInPages() {
        alice.post("shares/alice/", SHARE_WITH_BOB);
        alice.post("shares/alice/", "{\"user\": \"dave\"}");
        alice.post("shares/alice/", "{\"group\": \"friends\"}");

        JsonNode first = alice.get("shares/alice?limit=2").json();
        assertThat(first.path("items").size()).isEqualTo(2);
        JsonNode next = first.path("_pagination").path("next");
        assertThat(next.path("offset").asInt()).isEqualTo(2);
        String url = next.path("url").asText();
        JsonNode second = alice.get(url.substring(url.indexOf("/hub/api/") + "/hub/api/".length()))
                .json();
        assertThat(second.path("items").get(0).path("kind").asText()).isEqualTo("group");
        assertThat(second.path("_pagination").path("next").isNull()).isTrue();
        assertThat(alice.get("shares/alice?limit=x").status()).isEqualTo(400);
    }

    @Test
    void keepsPagesToTheLimitsOfTheSettings() throws Exception {
        hub.close();
        hub = new WholeHub(folder, builder -> builder.apiPages(1, 2).roles(List.of(SHARING), ScopeTree.standard()));
        alice = hub.api("alice");
        for (String guest : List.of("bob", "carol", "dave")) {
            hub.makeUser(guest);
            assertThat(alice.post("shares/alice/", "{\"user\": \"" + guest + "\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(alice.post("share-codes/alice/", "").status()).isEqualTo(200);
        }

        for (String list : List.of("shares/alice", "shares/alice/", "share-codes/alice", "share-codes/alice/")) {
            assertThat(alice.get(list).json().path("items").size()).as(list).isEqualTo(1);
            assertThat(alice.get(list + "?limit=9").json().path("items").size())
                    .as(list)
                    .isEqualTo(2);
            assertThat(alice.get(list + "?offset=9").json().path("items").size())
                    .as(list)
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"https|https://", "https, http|https://", "javascript|http://", "https://evil.example/?|http://"})
    void leadsOnByTheSchemesOfTheWebAlone(String forwarded, String beginning) {
        alice.post("shares/alice/", SHARE_WITH_BOB);
        alice.post("shares/alice/", "{\"user\": \"dave\"}");

        String next = alice.client()
                .get(
                        "/hub/api/shares/alice?limit=1",
                        "Authorization",
                        "token " + alice.token(),
                        "X-Forwarded-Proto",
                        forwarded)
                .json()
                .at("/_pagination/next/url")
                .asText();

        assertThat(next).isEqualTo(beginning + hub.hub.url().getAuthority() + "/hub/api/shares/alice?offset=1&limit=1");
    }

    /** Who knows a name takes a share back by it, and learns nothing about those who have none. */
    @Test
    void takesBackWithoutAWordOnWhoThereIs() throws Exception {
        alice.post("shares/alice/", SHARE_WITH_BOB);
        alice.post("shares/alice/", "{\"group\": \"friends\"}");
        WholeHub.Api narrow = hub.api("alice", "shares!user=alice");

        assertThat(narrow.post("shares/alice/", SHARE_WITH_BOB).status()).isEqualTo(403);
        for (String recipient : List.of("user|bob", "user|dave", "user|nobody", "group|friends", "group|nobody")) {
            String body = "{\"" + recipient.replace("|", "\": \"") + "\"}";
            WebClient.Answer answer = narrow.send("PATCH", "shares/alice/", body);

            assertThat(answer.status()).as(recipient).isEqualTo(200);
            assertThat(answer.body()).as(recipient).isEqualTo("{}");
        }
        assertThat(visit("bob").status()).isEqualTo(403);
        assertThat(visit("carol").status()).isEqualTo(403);
    }

    @Test
    void letsAGuestSeeAndLeaveWhatTheyHave() {
        alice.post("shares/alice/", SHARE_WITH_BOB);

        assertThat(bob.get("users/bob/shared").json().path("items").size()).isEqualTo(1);
        assertThat(bob.get("users/bob/shared/alice/").json().path("kind").asText())
                .isEqualTo("user");
        assertThat(bob.get("users/bob/shared/alice/lab").status()).isEqualTo(404);
        assertThat(bob.get("users/bob/shared/carol/").status()).isEqualTo(404);
        assertThat(bob.delete("users/bob/shared/alice/").status()).isEqualTo(204);
        assertThat(bob.delete("users/bob/shared/alice/").status()).isEqualTo(404);
        assertThat(visit("bob").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET shares/alice",
                "GET shares/alice/",
                "POST shares/alice/",
                "PATCH shares/alice/",
                "DELETE shares/alice/",
                "GET share-codes/alice",
                "GET share-codes/alice/",
                "POST share-codes/alice/",
                "DELETE share-codes/alice/",
                "GET users/alice/shared",
                "GET users/dave/shared",
                "GET users/dave/shared/alice/",
                "DELETE users/dave/shared/alice/",
                "GET users/alice/tokens",
                "POST users/alice/tokens",
                "POST users/alice/server",
                "DELETE users/alice/server",
                "GET users/alice/server/progress",
                "POST users/alice/activity",
            })
    void refusesGuestsAndStrangersEverythingElse(String operation) {
        alice.post("shares/alice/", SHARE_WITH_BOB);
        alice.post("shares/alice/", "{\"user\": \"dave\"}");
        String[] parts = operation.split(" ");
        String path = "/hub/api/" + parts[1];
        String body = parts[0].equals("GET") ? "" : SHARE_WITH_BOB;

        assertThat(bob.client()
                        .json(parts[0], path, body, "Authorization", "token " + bob.token())
                        .status())
                .isIn(403, 404);
        assertThat(hub.browser().json(parts[0], path, body).status()).isEqualTo(403);
        assertThat(visit("dave").status()).isEqualTo(200);
    }

    @Test
    void sharesNothingByATokenWithoutTheScope() throws Exception {
        WholeHub.Api narrowed = hub.api("alice", "read:shares!user", "access:servers!user");

        assertThat(narrowed.get("shares/alice").status()).isEqualTo(200);
        assertThat(narrowed.post("shares/alice/", SHARE_WITH_BOB).status()).isEqualTo(403);
        assertThat(narrowed.post("share-codes/alice/", "").status()).isEqualTo(403);
        assertThat(hub.api("alice", "shares!user")
                        .post("shares/alice/", SHARE_WITH_BOB)
                        .status())
                .as("nobody is found by a token that may not look for people")
                .isEqualTo(403);
    }

    @Test
    void givesASharePerCodeUntilItEnds() {
        JsonNode code =
                alice.post("share-codes/alice/", "{\"expires_in\": 3600}").json();
        String accept = code.path("accept_url").asText();

        assertThat(code.path("id").asText()).matches("sc_\\d+");
        assertThat(code.path("code").asText()).matches("[A-Za-z0-9]{32}");
        assertThat(accept)
                .isEqualTo("/hub/accept-share?code=" + code.path("code").asText());
        assertThat(code.path("full_accept_url").isNull()).isTrue();
        assertThat(hub.browser().get(accept).location()).contains("/hub/login?next=" + WebClient.encode(accept));
        WebClient browser = hub.browserOf("bob");
        WebClient.Answer page = browser.get(accept);
        assertThat(page.body()).contains("Shared with you", "alice", "use it");
        assertThat(visit("bob").status()).as("only a look").isEqualTo(403);
        assertThat(browser.postAsIs(accept, Map.of()).status()).isEqualTo(403);
        assertThat(browser.post(accept, Map.of()).location()).contains("/user/alice/");
        assertThat(visit("bob").status()).isEqualTo(200);

        JsonNode listed = alice.get("share-codes/alice/").json().path("items").get(0);
        assertThat(listed.path("exchange_count").asInt()).isEqualTo(1);
        assertThat(listed.path("last_exchanged_at").isNull()).isFalse();
        assertThat(listed.has("code")).isFalse();

        hub.clock.advance(Duration.ofSeconds(3601));
        assertThat(hub.browserOf("dave").get(accept).status()).isEqualTo(404);
        assertThat(alice.get("share-codes/alice").json().path("items").size()).isZero();
    }

    @Test
    void leadsOnlyWithinTheHubAfterAShare() {
        String accept =
                alice.post("share-codes/alice/", "").json().path("accept_url").asText();
        WebClient browser = hub.browserOf("bob");
        assertThat(browser.get(accept + "&next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
                        .body())
                .doesNotContain("<script>alert");

        assertThat(browser.post(accept + "&next=https://evil.example/", Map.of())
                        .location())
                .contains("/user/alice/");
        assertThat(browser.post(accept + "&next=%2F%2Fevil.example/", Map.of()).location())
                .contains("/user/alice/");
        assertThat(browser.post(accept + "&next=/user/alice/lab%3Fx", Map.of()).location())
                .contains("/user/alice/lab?x");
        assertThat(hub.browserOf("alice").get(accept).location())
                .as("it is their own")
                .contains("/user/alice/");
    }

    @Test
    void endsCodesByThemselvesByIdOrAllAtOnce() {
        JsonNode one = alice.post("share-codes/alice/", "").json();
        JsonNode two = alice.post("share-codes/alice/", "").json();
        alice.post("share-codes/alice/", "");

        assertThat(alice.delete("share-codes/alice/?code=" + one.path("code").asText())
                        .status())
                .isEqualTo(204);
        assertThat(alice.delete("share-codes/alice/?code=" + one.path("code").asText())
                        .status())
                .isEqualTo(404);
        assertThat(alice.delete("share-codes/alice/?id=" + two.path("id").asText())
                        .status())
                .isEqualTo(204);
        assertThat(alice.delete("share-codes/alice/?id=sc_999").status()).isEqualTo(404);
        assertThat(alice.get("share-codes/alice").json().path("items").size()).isEqualTo(1);
        assertThat(alice.delete("share-codes/alice/").status()).isEqualTo(204);
        assertThat(alice.get("share-codes/alice").json().path("items").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"59", "31536001", "\"60\"", "null", "60.5", "-1", "18446744073709551676"})
    void givesCodesALifeFromAMinuteToAYear(String seconds) {
        assertThat(alice.post("share-codes/alice/", "{\"expires_in\": " + seconds + "}")
                        .status())
                .isEqualTo(400);
    }

    private WebClient.Answer visit(String user) {
        return hub.browserOf(user).get(AUTHORIZE);
    }

    private WebClient.Answer patch(String body) {
        return alice.client().json("PATCH", "/hub/api/shares/alice/", body, "Authorization", "token " + alice.token());
    }
}
