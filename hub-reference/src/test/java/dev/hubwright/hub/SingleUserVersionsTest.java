package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.spawn.ServerRef;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What single-user servers of JupyterHub's versions say to a hub from their start to a visitor's way in, as it was
 * recorded between each of them and this hub: 4.0.2, 4.1.6, 5.0.0, 5.5.1 and 6.0.0b2, with a notebook of version 6.4.
 * Version 3.0 runs for real in {@link NotebookIT}.
 */
@Timeout(60)
class SingleUserVersionsTest {

    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWOXJfk0V8";
    private static final String CALLBACK = "/user/alice/oauth_callback";

    @TempDir
    Path folder;

    /** How the versions differ for a hub. */
    enum Version {
        V3_0("Tornado/6.2", longState(), false, true),
        V4_0("Tornado/6.2", longState(), false, true),
        V4_1("Tornado/6.2", longState(), false, false),
        V5_0("Tornado/6.2", "h_ElQezyxN843DZin98njw", false, false),
        V5_5("Tornado/6.2", "dtAawaR1X1hv_7rL3ZC_Cw", false, false),
        V6_0("Python/3.11 aiohttp/3.8.4", "l4ywyoKCS0MkugczBdcrqQ", true, false);

        private final String agent;
        private final String state;
        private final boolean pkce;
        private final boolean hasOldXsrf;

        Version(String agent, String state, boolean pkce, boolean hasOldXsrf) {
            this.agent = agent;
            this.state = state;
            this.pkce = pkce;
            this.hasOldXsrf = hasOldXsrf;
        }

        /** Base64 of JSON with the address to go on to, which may be long. */
        private static String longState() {
            String json = "{\"uuid\": \"1c5aee5bc2d44f8dbd5c8d1d4cb0ed3c\", \"next_url\": \"/user/alice/tree?"
                    + "a=1&".repeat(200) + "\"}";
            return Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void leadsAVisitorIn(Version version) throws Exception {
        try (WholeHub hub =
                new WholeHub(folder, builder -> builder.publicUrl(URI.create("https://hub.example.org/")))) {
            assertThat(hub.api("alice").post("users/alice/server", "").status()).isEqualTo(201);
            start(hub, version);
            report(hub);
            String token = token(hub, version, code(hub, version));
            seeWhoCame(hub, version, token);
        }
    }

    /** Asks for the hub's version without a token; from 5.0 on it reads its public address. */
    private static void start(WholeHub hub, Version version) {
        WebClient.Answer answer = hub.browser().get("/hub/api", "User-Agent", version.agent);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(answer.header("x-jupyterhub-version"))
                .contains(answer.json().path("version").asText());
        assertThat(told(hub, "JUPYTERHUB_PUBLIC_URL")).isEqualTo("https://hub.example.org/user/alice/");
        assertThat(told(hub, "JUPYTERHUB_PUBLIC_HUB_URL")).isEqualTo("https://hub.example.org/hub/");
        assertThat(told(hub, "JUPYTERHUB_OAUTH_CALLBACK_URL")).isEqualTo(CALLBACK);
        assertThat(told(hub, "JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES")).isEqualTo("[]");
    }

    /** The first report of activity, and the same once more, as idle servers send it. */
    private static void report(WholeHub hub) {
        String time = hub.clock.instant() + "";
        String body =
                "{\"servers\": {\"\": {\"last_activity\": \"" + time + "\"}}, \"last_activity\": \"" + time + "\"}";
        for (int i = 0; i < 2; i++) {
            WebClient.Answer answer =
                    hub.browser().json("POST", "/hub/api/users/alice/activity", body, "Authorization", own(hub));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }
    }

    private static String code(WholeHub hub, Version version) throws Exception {
        WebClient alice = hub.browserOf("alice");
        StringBuilder page = new StringBuilder(
                        "/hub/api/oauth2/authorize?client_id=jupyterhub-user-alice&redirect_uri=")
                .append(WebClient.encode(CALLBACK))
                .append("&response_type=code&state=")
                .append(WebClient.encode(version.state));
        if (version.pkce) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            page.append("&code_challenge_method=S256&code_challenge=")
                    .append(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        }
        // Before 4.1 the server's own mark lay at a path that the hub sees as well.
        WebClient.Answer answer = version.hasOldXsrf
                ? alice.get(page.toString(), "Cookie", "_xsrf=2|7d5f2d3f|of-the-server|1690000000")
                : alice.get(page.toString());

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.location().get()).startsWith(CALLBACK + "?code=");
        assertThat(answer.sent("state").map(SingleUserVersionsTest::decoded)).contains(version.state);
        return answer.sent("code").orElseThrow();
    }

    private static String token(WholeHub hub, Version version, String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", "jupyterhub-user-alice");
        form.put("client_secret", told(hub, "JUPYTERHUB_API_TOKEN"));
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", CALLBACK);
        if (version.pkce) {
            form.put("code_verifier", VERIFIER);
        }
        WebClient.Answer answer = hub.browser().postAsIs("/hub/api/oauth2/token", form, "Authorization", own(hub));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("access_token").asText();
    }

    private static void seeWhoCame(WholeHub hub, Version version, String token) {
        WebClient.Answer who =
                hub.browser().get("/hub/api/user", "Authorization", "token " + token, "User-Agent", version.agent);

        assertThat(who.status()).isEqualTo(200);
        assertThat(who.json().path("kind").asText()).isEqualTo("user");
        assertThat(who.json().path("name").asText()).isEqualTo("alice");
        assertThat(who.json().path("admin").isBoolean()).isTrue();
        assertThat(who.json().path("groups").isArray()).isTrue();
        assertThat(who.json().path("session_id").isTextual()).isTrue();
        assertThat(who.json().path("token_id").asText()).matches("a\\d+");
        assertThat(who.json().path("scopes").toString())
                .contains("access:servers!server=alice/")
                .doesNotContain("!user\"");
        assertThat(hub.browser()
                        .get("/hub/api/user", "Authorization", "token " + token + "x")
                        .status())
                .as("403 alone means that nobody is there")
                .isEqualTo(403);
    }

    private static String own(WholeHub hub) {
        return "token " + told(hub, "JUPYTERHUB_API_TOKEN");
    }

    private static String told(WholeHub hub, String variable) {
        return hub.servers.told(ServerRef.of("alice"), variable);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
