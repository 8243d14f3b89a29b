package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Apache sends whose configuration has one of the usual mistakes, and what it takes from browsers then. */
@RequiresEngine(Engine.APACHE)
class CarelessApacheIT {

    /** Takes names from somewhere that may know anything. */
    private static final String ANY_NAME = "RequestHeader set REMOTE_USER \"expr=%{HTTP:X-Who}\"";

    @TempDir
    Path folder;

    @Test
    void aCarefulOneLetsNeitherSpellingPass() throws Exception {
        try (RemoteUserSite site = site(RemoteUserSite.CAREFUL)) {
            assertThat(page(site, "REMOTE_USER", "admin", "Remote-User", "admin", "remote-user", "bob")
                            .body())
                    .contains("alice");
            assertThat(site.users()).containsExactly("alice");
        }
    }

    @Test
    void refusesTheOtherSpellingThatApacheLetsPass() throws Exception {
        try (RemoteUserSite site = site("RequestHeader set REMOTE_USER \"expr=%{REMOTE_USER}\"")) {
            refuses(page(site, "Remote-User", "admin"), site);
            assertThat(page(site).body()).contains("alice");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "append", "merge"})
    void refusesAHeaderThatTheBrowserSentToo(String action) throws Exception {
        try (RemoteUserSite site = site("RequestHeader " + action + " REMOTE_USER \"expr=%{REMOTE_USER}\"")) {
            refuses(page(site, "REMOTE_USER", "admin"), site);
            assertThat(page(site).body()).contains("alice");
        }
    }

    @Test
    void refusesWhatApacheWritesForNothing() throws Exception {
        try (RemoteUserSite site = site("RequestHeader set REMOTE_USER %{THERE_IS_NONE}e")) {
            refuses(page(site), site);
        }
    }

    @Test
    void refusesNamesThatCannotBe() throws Exception {
        try (RemoteUserSite site = site(ANY_NAME)) {
            for (String name : new String[] {"", "(null)", "a;b", "alice,admin", "x".repeat(8192)}) {
                refuses(page(site, "X-Who", name), site);
            }
            assertThat(page(site, "X-Who", "alice").body()).contains("alice");
        }
    }

    @Test
    void letsInNobodyWhomTheRulesDoNot() throws Exception {
        LoginRules.Builder rules =
                LoginRules.builder().allowedUsers(Set.of("alice", "mallory")).blockedUsers(Set.of("mallory"));
        try (RemoteUserSite site = site(RemoteUserSite.CAREFUL, rules)) {
            for (String name : new String[] {"bob", "mallory"}) {
                WebClient.Answer answer = RemoteUserSite.page(new WebClient(site.front), "/hub/home", name);
                assertThat(answer.status()).as(name).isEqualTo(403);
                assertThat(answer.body()).contains("You are known, but you may not use this hub.");
            }
            assertThat(site.users()).isEmpty();
            assertThat(page(site).status()).isEqualTo(200);
            assertThat(site.users()).containsExactly("alice");
        }
    }

    private RemoteUserSite site(String header) throws Exception {
        return site(header, WholeHub.rules());
    }

    private RemoteUserSite site(String header, LoginRules.Builder rules) throws Exception {
        return new RemoteUserSite(folder, rules, header);
    }

    /** What alice sees, who has told Apache her password. */
    private static WebClient.Answer page(RemoteUserSite site, String... headers) {
        return RemoteUserSite.page(new WebClient(site.front), "/hub/home", "alice", headers);
    }

    private static void refuses(WebClient.Answer answer, RemoteUserSite site) throws Exception {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("did not say who you are");
        assertThat(site.users()).isEmpty();
    }
}
