package dev.hubwright.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestTest {

    @Test
    void showsNeitherQueryNorHeaders() {
        Request request = Request.of(
                "POST",
                "/hub/oauth_callback?code=hush-1&state=hush-2&_xsrf=hush-3",
                List.of(Map.entry("Cookie", "jupyterhub-hub-login=hush-4"), Map.entry("Authorization", "token hush-5")),
                "password=hush-6".getBytes(StandardCharsets.US_ASCII),
                "192.0.2.1");

        assertThat(request.toString()).contains("POST", "/hub/oauth_callback").doesNotContain("hush");
    }

    /** Servers before JupyterHub 2 have them there. */
    @Test
    void showsNoSecretOfAPath() {
        assertThat(shown("/hub/api/authorizations/token/hush-1")).isEqualTo("GET /hub/api/authorizations/token/***");
        assertThat(shown("/hub/api/authorizations/cookie/jupyterhub-hub-login/hush-2/x"))
                .isEqualTo("GET /hub/api/authorizations/cookie/jupyterhub-hub-login/***");
        assertThat(shown("/hub/api/users/authorizations/tokens")).isEqualTo("GET /hub/api/users/authorizations/tokens");
    }

    private static String shown(String path) {
        return Request.of("GET", path, List.of(), new byte[0], "192.0.2.1").toString();
    }
}
