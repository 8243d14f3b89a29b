package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.DeviceCodes.DeviceCode;
import dev.hubwright.api.auth.TokenAnswer;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import dev.hubwright.auth.azuread.entra.Person;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs without a browser, whose people type a code at Microsoft. */
class DeviceTest {

    private Journey journey;
    private Person ann;

    @BeforeEach
    void start() throws Exception {
        journey = new Journey().set("allow_device_code", true);
        ann = journey.entra.person("ann");
    }

    @AfterEach
    void stop() {
        journey.close();
    }

    @Test
    void isOffUnlessTheOperatorWantsIt() throws Exception {
        journey.set("allow_device_code", false);

        assertThat(journey.authenticator().begin()).isEmpty();
    }

    @Test
    void thePersonIsInOnceTheyHaveTypedTheCode() throws Exception {
        DeviceCode code = begun();
        assertThat(code.page().toString()).isEqualTo(journey.entra.address() + "/device");
        assertThat(code.life()).hasMinutes(15);
        assertThat(poll(code)).isEmpty();

        journey.entra.typeCode(code.userCode(), Optional.of(ann));
        AuthResult.Granted granted = Journey.granted(poll(code).orElseThrow());

        assertThat(granted.identity().name()).isEqualTo("ann@contoso.example");
        assertThat(granted.identity().subject().orElseThrow().issuer()).isEqualTo(EntraStandIn.TENANT);
        assertThat(journey.authenticator().token(granted.identity(), granted.authState(), "https://storage.azure.com"))
                .as("tokens for other services, as after any login")
                .isInstanceOf(TokenAnswer.Issued.class);
        assertThat(denied(poll(code)).reason()).as("a code is good once").isEqualTo(DenialReason.FLOW_EXPIRED);
    }

    @Test
    void anotherHubGoesOnWaiting() throws Exception {
        DeviceCode code = begun();
        journey.entra.typeCode(code.userCode(), Optional.of(ann));

        try (AzureAdAuthenticator other = journey.newAuthenticator()) {
            Journey.granted(other.poll(code.flow()).orElseThrow());
        }
    }

    @Test
    void whatIsRefusedInBrowsersIsRefusedHere() throws Exception {
        DeviceCode code = begun();
        journey.entra.person("bob").tid = EntraStandIn.OTHER_TENANT;
        journey.entra.typeCode(code.userCode(), Optional.of(journey.entra.person("bob")));
        assertThat(denied(poll(code)).reason()).isEqualTo(DenialReason.BAD_CREDENTIALS);

        DeviceCode guests = begun();
        journey.entra.person("guest").claims.put("acct", 1);
        journey.entra.typeCode(guests.userCode(), Optional.of(journey.entra.person("guest")));
        assertThat(denied(poll(guests)).detail().orElseThrow()).contains("allow_guests");

        DeviceCode disabled = begun();
        ann.disabled = true;
        journey.entra.typeCode(disabled.userCode(), Optional.of(ann));
        assertThat(denied(poll(disabled)).reason()).isEqualTo(DenialReason.ACCOUNT_DISABLED);
    }

    @Test
    void tellsRefusalsFromOutages() throws Exception {
        DeviceCode code = begun();
        journey.entra.tokenErrors.add("temporarily_unavailable");
        assertThatThrownBy(() -> poll(code)).isInstanceOf(ProviderException.class);
        assertThat(poll(code)).as("it still waits").isEmpty();

        journey.entra.typeCode(code.userCode(), Optional.empty());
        assertThat(denied(poll(code)).reason()).isEqualTo(DenialReason.NOT_PERMITTED);
        assertThat(denied(journey.authenticator().poll(Opaque.of(1, Map.of("device_code", "nonsense"))))
                        .reason())
                .isEqualTo(DenialReason.FLOW_EXPIRED);
    }

    @Test
    void saysWhatTheRegistrationLacks() {
        journey.entra.withoutPublicClients = true;

        assertThatThrownBy(this::begun).hasMessageContaining("allow public client flows");
    }

    private DeviceCode begun() throws Exception {
        return journey.authenticator().begin().orElseThrow();
    }

    private Optional<AuthResult> poll(DeviceCode code) throws Exception {
        return journey.authenticator().poll(code.flow());
    }

    private static AuthResult.Denied denied(Optional<AuthResult> result) {
        assertThat(result).containsInstanceOf(AuthResult.Denied.class);
        return (AuthResult.Denied) result.orElseThrow();
    }
}
