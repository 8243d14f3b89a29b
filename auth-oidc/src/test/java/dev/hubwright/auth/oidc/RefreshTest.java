package dev.hubwright.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.api.contract.Together;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefreshTest {

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
    void seesThatAMembershipEnded() throws Exception {
        AuthResult.Granted before = journey.granted();
        journey.provider.userInfo = claims -> claims.put("groups", List.of("readers"));

        AuthResult.Granted after = refreshed(before);

        assertThat(after.identity().groups()).hasValue(Set.of("readers"));
        assertThat(refreshCalls()).isZero();
        assertThat(after.authState().text("refresh_token"))
                .isEqualTo(before.authState().text("refresh_token"));
    }

    @Test
    void usesTheRefreshTokenWhenTheAccessTokenEnds() throws Exception {
        AuthResult.Granted before = journey.granted();
        journey.clock.advance(Duration.ofMinutes(5));

        AuthResult.Granted after = refreshed(before);

        assertThat(refreshCalls()).isOne();
        assertThat(after.identity().subject()).isEqualTo(before.identity().subject());
        assertThat(after.authState().text("access_token"))
                .isPresent()
                .isNotEqualTo(before.authState().text("access_token"));
        assertThat(after.authState().text("refresh_token"))
                .isPresent()
                .isNotEqualTo(before.authState().text("refresh_token"));
    }

    @Test
    void usesTheRefreshTokenWhenTheProviderForgotTheAccessToken() throws Exception {
        AuthResult.Granted before = journey.granted();
        journey.provider.forgetAccessTokens();

        refreshed(before);

        assertThat(refreshCalls()).isOne();
    }

    @Test
    void keepsTheRefreshTokenWhereThereIsNoNewOne() throws Exception {
        AuthResult.Granted before = journey.granted();
        journey.clock.advance(Duration.ofMinutes(5));
        journey.provider.tokenResponse = response -> {
            response.remove("refresh_token");
            response.remove("id_token");
        };

        AuthResult.Granted after = refreshed(before);

        assertThat(after.authState().text("refresh_token"))
                .isEqualTo(before.authState().text("refresh_token"));
        assertThat(after.authState().text("id_token"))
                .isEqualTo(before.authState().text("id_token"));
    }

    @Test
    void readsGroupsOfTheIdTokenAnewToo() throws Exception {
        journey.provider.userInfo = claims -> claims.remove("groups");
        journey.provider.idClaims = claims -> claims.put("groups", List.of("readers"));
        AuthResult.Granted before = journey.granted();
        assertThat(before.identity().groups()).hasValue(Set.of("readers"));
        journey.provider.idClaims = claims -> claims.put("groups", List.of());

        assertThat(refreshed(before).identity().groups()).hasValue(Set.of());
    }

    @Test
    void losesNoTokenToTroubleBehindTheRefresh() throws Exception {
        AuthResult.Granted before = journey.granted();
        journey.clock.advance(Duration.ofMinutes(5));
        journey.provider.instead("/userinfo", exchange -> FaultyProvider.send(exchange, 503, "text/plain", ""));

        AuthResult.Granted during = refreshed(before);
        assertThat(during.identity().groups()).isEqualTo(before.identity().groups());
        assertThat(during.authState().text("refresh_token"))
                .isNotEqualTo(before.authState().text("refresh_token"));

        journey.provider.restore("/userinfo");
        journey.clock.advance(Duration.ofMinutes(5));
        assertThat(refreshed(during).identity().groups())
                .isEqualTo(before.identity().groups());
    }

    @Test
    void keepsGroupsOfAnIdTokenThatCannotBeMadeAnew() throws Exception {
        journey.provider.userInfo = claims -> claims.remove("groups");
        journey.provider.idClaims = claims -> claims.put("groups", List.of("readers"));
        journey.provider.tokenResponse = response -> response.remove("refresh_token");
        AuthResult.Granted before = journey.granted();

        assertThat(refreshed(before).identity().groups()).hasValue(Set.of("readers"));
    }

    @Test
    void wantsANewLoginWhenTheProviderEndedTheSession() throws Exception {
        AuthResult.Granted before = journey.granted();
        journey.provider.forgetRefreshTokens();
        journey.clock.advance(Duration.ofMinutes(5));

        AuthResult after = journey.authenticator().refresh(before.identity(), before.authState());

        assertThat(after).isInstanceOf(AuthResult.Denied.class);
        assertThat(((AuthResult.Denied) after).detail().orElse(""))
                .contains("invalid_grant")
                .doesNotContain(before.authState().text("refresh_token").orElseThrow());
    }

    @Test
    void wantsANewLoginWithoutARefreshToken() throws Exception {
        journey.provider.tokenResponse = response -> response.remove("refresh_token");
        AuthResult.Granted before = journey.granted();
        refreshed(before);
        journey.clock.advance(Duration.ofMinutes(5));

        assertThat(journey.authenticator().refresh(before.identity(), before.authState()))
                .isInstanceOf(AuthResult.Denied.class);
    }

    @Test
    void saysThatItCannotAskWhileTheProviderIsDown() throws Exception {
        AuthResult.Granted before = journey.granted();
        journey.provider.close();

        assertThatThrownBy(() -> journey.authenticator().refresh(before.identity(), before.authState()))
                .isInstanceOf(ProviderException.class);
    }

    @Test
    void refusesAnotherPerson() throws Exception {
        AuthResult.Granted before = journey.granted();
        journey.provider.userInfo = claims -> claims.put("sub", "b2");
        assertThat(journey.authenticator().refresh(before.identity(), before.authState()))
                .isInstanceOfSatisfying(AuthResult.Denied.class, denied -> assertThat(denied.reason())
                        .isEqualTo(DenialReason.SUBJECT_MISMATCH));

        journey.provider.idClaims = claims -> claims.put("sub", "b2");
        journey.clock.advance(Duration.ofMinutes(5));
        assertThat(journey.authenticator().refresh(before.identity(), before.authState()))
                .isInstanceOfSatisfying(AuthResult.Denied.class, denied -> assertThat(denied.reason())
                        .isEqualTo(DenialReason.SUBJECT_MISMATCH));
    }

    @Test
    void keepsEverythingWhereNothingIsKept() throws Exception {
        AuthResult.Granted before = journey.granted();

        assertThat(journey.authenticator().refresh(before.identity(), Opaque.empty()))
                .isInstanceOf(AuthResult.Granted.class);
    }

    @Test
    void refreshesOnceForTwentyWhoComeTogetherAndOneWhoIsLate() throws Exception {
        AuthResult.Granted before = journey.granted();
        journey.clock.advance(Duration.ofMinutes(5));

        Set<String> tokens = new HashSet<>(Together.run(
                20, () -> refreshed(before).authState().text("access_token").orElseThrow()));
        tokens.add(refreshed(before).authState().text("access_token").orElseThrow());

        assertThat(tokens).hasSize(1);
        assertThat(refreshCalls()).isOne();
    }

    @Test
    void givesTheAccessTokenAndANewOneInTime() throws Exception {
        AuthResult.Granted before = journey.granted();
        TokenAnswer.Issued first = issued(before, before.authState());
        assertThat(first.value().reveal())
                .isEqualTo(before.authState().text("access_token").orElseThrow());
        assertThat(first.expires().getEpochSecond())
                .isEqualTo(journey.clock.instant().plusSeconds(300).getEpochSecond());
        journey.clock.advance(Duration.ofSeconds(280));

        TokenAnswer.Issued second = issued(before, first.authState());

        assertThat(second.value()).isNotEqualTo(first.value());
        assertThat(second.authState().text("access_token"))
                .hasValue(second.value().reveal());
        assertThat(second.authState().values().get("oauth_user"))
                .isEqualTo(before.authState().values().get("oauth_user"));
    }

    @Test
    void givesTokensForServicesThatAreNamedAlone() throws Exception {
        journey.set("token_resources", List.of("https://storage.example.org/"));
        AuthResult.Granted before = journey.granted();

        assertThat(journey.authenticator()
                        .token(before.identity(), before.authState(), "https://elsewhere.example.org/"))
                .isInstanceOf(TokenAnswer.Forbidden.class);
        TokenAnswer.Issued answer = (TokenAnswer.Issued)
                journey.authenticator().token(before.identity(), before.authState(), "https://storage.example.org/");

        assertThat(answer.authState().text("access_token"))
                .isEqualTo(before.authState().text("access_token"))
                .isNotEqualTo(Optional.of(answer.value().reveal()));
        assertThat(answer.authState().text("refresh_token"))
                .isNotEqualTo(before.authState().text("refresh_token"));
        assertThat(journey.provider.seenAt("/token")).last().satisfies(seen -> assertThat(seen.form())
                .containsEntry("resource", "https://storage.example.org/"));
    }

    @Test
    void asksForALoginWhereNoTokenCanBeHad() throws Exception {
        AuthResult.Granted before = journey.granted();
        journey.provider.forgetRefreshTokens();
        journey.clock.advance(Duration.ofMinutes(5));

        assertThat(journey.authenticator().token(before.identity(), before.authState(), ""))
                .isInstanceOf(TokenAnswer.LoginNeeded.class);
        assertThat(journey.authenticator().token(before.identity(), Opaque.empty(), ""))
                .isInstanceOf(TokenAnswer.LoginNeeded.class);
    }

    private TokenAnswer.Issued issued(AuthResult.Granted person, Opaque state) throws Exception {
        return (TokenAnswer.Issued) journey.authenticator().token(person.identity(), state, "access_token");
    }

    private AuthResult.Granted refreshed(AuthResult.Granted before) throws Exception {
        AuthResult result = journey.authenticator().refresh(before.identity(), before.authState());
        assertThat(result).as(Journey.why(result)).isInstanceOf(AuthResult.Granted.class);
        return (AuthResult.Granted) result;
    }

    private long refreshCalls() {
        return journey.provider.seenAt("/token").stream()
                .map(FaultyProvider.Seen::form)
                .map(Map::entrySet)
                .filter(form -> form.contains(Map.entry("grant_type", "refresh_token")))
                .count();
    }
}
