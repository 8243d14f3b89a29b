package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.BackChannelLogout.LoggedOut;
import dev.hubwright.api.auth.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logging out there, and hearing that somebody did. */
class LogoutTest {

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private Journey journey;

    @BeforeEach
    void start() throws Exception {
        journey = new Journey();
    }

    @AfterEach
    void stop() {
        journey.close();
    }

    @Test
    void sendsBrowsersToTheProvidersLogoutWithTheIdToken() throws Exception {
        journey.set("post_logout_redirect_url", "https://hub.example.org/hub/login");
        AuthResult.Granted granted = journey.granted();

        String address = journey.authenticator()
                .logout(granted.identity(), granted.authState())
                .orElseThrow()
                .toString();

        assertThat(address).startsWith(journey.provider.issuer() + "/logout?");
        assertThat(FaultyProvider.parameters(address.substring(address.indexOf('?') + 1)))
                .containsEntry(
                        "id_token_hint", granted.authState().text("id_token").orElseThrow())
                .containsEntry("client_id", "hub")
                .containsEntry("post_logout_redirect_uri", "https://hub.example.org/hub/login");
    }

    @Test
    void sendsBrowsersWhereTheOperatorWants() throws Exception {
        journey.set("logout_redirect_url", "https://portal.example.org/bye");
        AuthResult.Granted granted = journey.granted();

        assertThat(journey.authenticator().logout(granted.identity(), Opaque.empty()))
                .map(Object::toString)
                .hasValue("https://portal.example.org/bye");
    }

    @Test
    void hearsThatASessionEnded() throws Exception {
        assertThat(heard(claims -> {})).isEqualTo(new LoggedOut(Set.of(), Set.of("session-1")));
    }

    @Test
    void hearsThatAPersonLeft() throws Exception {
        assertThat(heard(claims -> claims.remove("sid")))
                .isEqualTo(new LoggedOut(Set.of(new Subject(journey.provider.issuer(), "a1")), Set.of()));
    }

    @Test
    void believesNoOtherToken() throws Exception {
        assertIgnored(claims -> claims.put("iss", "https://evil.example.org"));
        assertIgnored(claims -> claims.put("aud", "other"));
        assertIgnored(claims -> claims.remove("events"));
        assertIgnored(claims -> claims.put("events", Map.of("http://other", Map.of())));
        assertIgnored(claims -> claims.put("events", List.of(EVENT)));
        assertIgnored(claims -> claims.put("nonce", "n"));
        assertIgnored(claims -> {
            claims.remove("sid");
            claims.remove("sub");
        });
        assertIgnored(claims -> claims.remove("jti"));
        assertIgnored(claims -> claims.put("iat", now() + 61));
        assertIgnored(claims -> claims.put("exp", now() - 61));
        assertIgnored(claims -> claims.put("iat", now() - 3600));
    }

    @Test
    void believesATokenOnce() throws Exception {
        String token = token(claims -> {});

        assertThat(loggedOut(token)).isNotEqualTo(LoggedOut.nobody());
        assertThat(loggedOut(token)).isEqualTo(LoggedOut.nobody());
    }

    @Test
    void believesNoTokenThatTheIssuerDidNotSign() throws Exception {
        RSAKey foreign = FaultyProvider.newKey("first");
        Map<String, Object> claims = claims();

        assertThat(loggedOut(new PlainJWT(JWTClaimsSet.parse(claims)).serialize()))
                .isEqualTo(LoggedOut.nobody());
        assertThat(loggedOut(FaultyProvider.signed(claims, foreign))).isEqualTo(LoggedOut.nobody());
        assertThat(loggedOut("x")).isEqualTo(LoggedOut.nobody());
        assertThat(journey.authenticator().loggedOut(AuthRequest.builder().build()))
                .isEqualTo(LoggedOut.nobody());
    }

    @Test
    void doesNotTakeAnIdTokenForOne() throws Exception {
        assertThat(loggedOut(journey.granted().authState().text("id_token").orElseThrow()))
                .isEqualTo(LoggedOut.nobody());
    }

    @Test
    void saysThatItCannotCheckWhileTheProviderIsDown() throws Exception {
        String token = token(claims -> {});
        journey.provider.close();

        assertThatThrownBy(() -> loggedOut(token)).isInstanceOf(ProviderException.class);
    }

    private void assertIgnored(Consumer<Map<String, Object>> change) throws Exception {
        assertThat(heard(change)).isEqualTo(LoggedOut.nobody());
    }

    private LoggedOut heard(Consumer<Map<String, Object>> change) throws Exception {
        return loggedOut(token(change));
    }

    private LoggedOut loggedOut(String token) throws Exception {
        return journey.authenticator()
                .loggedOut(AuthRequest.builder()
                        .field("logout_token", Secret.of(token))
                        .build());
    }

    private String token(Consumer<Map<String, Object>> change) throws Exception {
        Map<String, Object> claims = claims();
        change.accept(claims);
        return FaultyProvider.signed(
                claims,
                journey.provider.key,
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("first")
                        .type(new JOSEObjectType("logout+jwt"))
                        .build());
    }

    private Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", journey.provider.issuer());
        claims.put("aud", "hub");
        claims.put("sub", "a1");
        claims.put("sid", "session-1");
        claims.put("iat", now());
        claims.put("exp", now() + 120);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("events", Map.of(EVENT, Map.of()));
        return claims;
    }

    private long now() {
        return journey.clock.instant().getEpochSecond();
    }
}
