package dev.hubwright.hub.remoteuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.AuthenticatorSettings;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.RepeatedLogin;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteUserAuthenticatorTest {

    private static final String FRONT = "127.0.0.1";

    @Test
    void takesAFrontEndsWord() {
        assertThat(granted(logIn(Map.of(), from(FRONT).header("REMOTE_USER", List.of("alice"))))
                        .identity()
                        .name())
                .isEqualTo("alice");
    }

    @Test
    void believesNobodyElse() {
        for (String stranger : List.of("192.0.2.7", "2001:db8::7", "", "localhost", "127.0.0.1.example.org")) {
            assertThat(denied(logIn(Map.of(), from(stranger).header("REMOTE_USER", List.of("alice"))))
                            .reason())
                    .as(stranger)
                    .isEqualTo(DenialReason.NOT_PERMITTED);
        }
    }

    @Test
    void believesTheFrontEndsThatAreNamedAndThenNotItsOwnMachine() {
        Map<String, Object> settings = Map.of("trusted_proxies", List.of("192.0.2.0/24", "2001:db8::1"));

        granted(logIn(settings, from("192.0.2.200").header("REMOTE_USER", List.of("alice"))));
        granted(logIn(settings, from("2001:db8:0::1").header("REMOTE_USER", List.of("alice"))));
        denied(logIn(settings, from("192.0.3.1").header("REMOTE_USER", List.of("alice"))));
        denied(logIn(settings, from(FRONT).header("REMOTE_USER", List.of("alice"))));
    }

    @Test
    void wantsTheFrontEndsSecretWhereThereIsOne() {
        Map<String, Object> settings = Map.of("front_secret", "between-us");
        AuthRequest.Builder request = from(FRONT).header("REMOTE_USER", List.of("alice"));

        denied(logIn(settings, request));
        denied(logIn(settings, request.header("X-Front-Secret", List.of("guess"))));
        denied(logIn(settings, request.header("X-Front-Secret", List.of("between-us", "guess"))));
        granted(logIn(settings, request.header("X-Front-Secret", List.of("between-us"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "(null)", "a;b", "a,b", "a\u0001b", "\u00ff"})
    void refusesWhatNamesNobody(String value) {
        denied(logIn(Map.of(), from(FRONT).header("REMOTE_USER", List.of(value))));
    }

    @Test
    void refusesNamesThatAreTooLongAndHeadersThatCameTwice() {
        denied(logIn(Map.of(), from(FRONT).header("REMOTE_USER", List.of("a".repeat(8192)))));
        denied(logIn(Map.of(), from(FRONT).header("REMOTE_USER", List.of("alice", "admin"))));
        denied(logIn(Map.of(), from(FRONT)));
    }

    @Test
    void takesNoHeaderForAnotherOne() {
        denied(logIn(Map.of(), from(FRONT).header("Remote-User", List.of("admin"))));
        denied(logIn(
                Map.of(), from(FRONT).header("Remote-User", List.of("admin")).header("REMOTE_USER", List.of("alice"))));
        granted(logIn(Map.of("header_name", "X-Remote-User"), from(FRONT).header("x-remote-user", List.of("alice"))));
    }

    @Test
    void readsNamesAsUtf8() {
        String bytes = new String("z\u00fcrich".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(granted(logIn(Map.of(), from(FRONT).header("REMOTE_USER", List.of(bytes))))
                        .identity()
                        .name())
                .isEqualTo("z\u00fcrich");
    }

    @Test
    void readsGroupsAndKeepsWhatIsNamed() {
        Map<String, Object> settings = Map.of("groups_header", "isMemberOf", "auth_state_headers", List.of("mail"));
        AuthResult.Granted granted = granted(logIn(
                settings,
                from(FRONT)
                        .header("REMOTE_USER", List.of("alice"))
                        .header("isMemberOf", List.of("staff; hub-users;"))
                        .header("mail", List.of("alice@example.org"))));

        assertThat(granted.identity().groups().orElseThrow()).containsExactlyInAnyOrder("staff", "hub-users");
        assertThat(granted.authState().values()).isEqualTo(Map.of("headers", Map.of("mail", "alice@example.org")));
    }

    @Test
    void noticesThatABrowserHasChangedHands() {
        RepeatedLogin login = authenticator(Map.of());
        Identity alice = Identity.of("alice");

        assertThat(login.contradicts(
                        from(FRONT).header("REMOTE_USER", List.of("bob")).build(), alice))
                .isTrue();
        assertThat(login.contradicts(
                        from(FRONT).header("REMOTE_USER", List.of("alice")).build(), alice))
                .isFalse();
        assertThat(login.contradicts(from(FRONT).build(), alice)).isFalse();
        assertThat(login.contradicts(
                        from("192.0.2.7").header("REMOTE_USER", List.of("bob")).build(), alice))
                .isFalse();
    }

    @Test
    void hidesEachSpellingOfItsHeaders() {
        Map<String, Object> settings = Map.of("front_secret", "between-us", "groups_header", "isMemberOf");

        assertThat(authenticator(settings).headers())
                .containsExactlyInAnyOrder(
                        "remote_user", "remote-user", "ismemberof", "x-front-secret", "x_front_secret");
    }

    @Test
    void objectsToListeningEverywhereUntilFrontEndsAreNamed() {
        assertThat(authenticator(Map.of()).objectionToRemoteClients().orElseThrow())
                .contains("RemoteUserAuthenticator.trusted_proxies")
                .contains("JupyterHub.bind_url");
        assertThat(authenticator(Map.of("trusted_proxies", "10.0.0.1")).objectionToRemoteClients())
                .isEmpty();
    }

    @Test
    void leadsToTheFrontEndsLogout() {
        Map<String, Object> settings = Map.of("logout_url", "https://hub.example.org/Shibboleth.sso/Logout");

        assertThat(authenticator(settings).logout(Identity.of("alice"), Opaque.empty()))
                .contains(URI.create("https://hub.example.org/Shibboleth.sso/Logout"));
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThatThrownBy(() -> settings(
                        Map.of("trusted_proxies", List.of("hub.example.org", "10.0.0.0/33"), "header_name", "a b")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("trusted_proxies")
                .hasMessageContaining("header_name");
    }

    @Test
    void warnsOfProgramsThatSpeakInTheFrontEndsPlace() {
        var factory = new RemoteUserAuthenticatorFactory();

        assertThat(factory.warnings(settings(Map.of())))
                .singleElement()
                .asString()
                .contains("front_secret");
        assertThat(factory.warnings(settings(Map.of("front_secret", "between-us"))))
                .isEmpty();
    }

    @Test
    void theLocalOneWantsAccounts() {
        var local = new RemoteUserLocalAuthenticatorFactory();
        Settings settings = Settings.read(local.schema(), RawSettings.empty(), Map.of());

        assertThat(settings.get(AuthenticatorSettings.REQUIRE_LOCAL_ACCOUNT)).isTrue();
        assertThat(settings.get(AuthenticatorSettings.AUTO_LOGIN)).isTrue();
        assertThat(settings(Map.of()).get(AuthenticatorSettings.REQUIRE_LOCAL_ACCOUNT))
                .isFalse();
        assertThat(local.aliases())
                .contains("jhub_remote_user_authenticator.remote_user_auth.RemoteUserLocalAuthenticator");
    }

    private static AuthRequest.Builder from(String front) {
        return AuthRequest.builder().forwardedBy(front).peerAddress("198.51.100.1");
    }

    private static AuthResult logIn(Map<String, Object> settings, AuthRequest.Builder request) {
        return authenticator(settings).authenticate(request.build());
    }

    private static RemoteUserAuthenticator authenticator(Map<String, Object> settings) {
        return (RemoteUserAuthenticator) new RemoteUserAuthenticatorFactory()
                .create(settings(settings), ProviderContext.builder().build());
    }

    private static Settings settings(Map<String, Object> settings) {
        return Settings.read(
                RemoteUserSettings.SCHEMA, RawSettings.of(Map.of("RemoteUserAuthenticator", settings)), Map.of());
    }

    private static AuthResult.Granted granted(AuthResult result) {
        assertThat(result).isInstanceOf(AuthResult.Granted.class);
        return (AuthResult.Granted) result;
    }

    private static AuthResult.Denied denied(AuthResult result) {
        assertThat(result).isInstanceOf(AuthResult.Denied.class);
        return (AuthResult.Denied) result;
    }
}
