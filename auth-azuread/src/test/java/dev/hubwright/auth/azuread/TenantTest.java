package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Subject;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People of several tenants, and of none. */
class TenantTest {

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
    void thePeopleOfAllListedTenantsComeIn() throws Exception {
        journey.set("tenant_id", "organizations")
                .set("allowed_tenants", List.of(EntraStandIn.TENANT, EntraStandIn.OTHER_TENANT));
        journey.entra.person("bob").tid = EntraStandIn.OTHER_TENANT;
        journey.entra.person("bob").oid = journey.entra.person("ann").oid;
        journey.entra.person("carl").tid = EntraStandIn.PERSONAL;

        Subject ann = journey.granted().identity().subject().orElseThrow();
        Subject bob = journey.granted("bob").identity().subject().orElseThrow();

        assertThat(bob.issuer()).isEqualTo(EntraStandIn.OTHER_TENANT);
        assertThat(bob).as("an object id says nothing without its tenant").isNotEqualTo(ann);
        assertThat(journey.denied("carl").reason()).isEqualTo(DenialReason.BAD_CREDENTIALS);
    }

    @Test
    void tokensOfPeopleOfSeveralTenantsDoNotCross() throws Exception {
        journey.set("tenant_id", "organizations")
                .set("allowed_tenants", List.of(EntraStandIn.TENANT, EntraStandIn.OTHER_TENANT));
        journey.entra.lifeSeconds = 200;
        journey.entra.person("bob").tid = EntraStandIn.OTHER_TENANT;
        AuthResult.Granted bob = journey.granted("bob");

        AuthResult.Granted again = Journey.granted(journey.authenticator().refresh(bob.identity(), bob.authState()));

        assertThat(again.identity().subject()).isEqualTo(bob.identity().subject());
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumers", "common"})
    void personalAccountsAreATenantOfTheirOwn(String tenant) throws Exception {
        journey.set("tenant_id", tenant);
        if (tenant.equals("common")) {
            journey.set("allowed_tenants", List.of(EntraStandIn.PERSONAL));
        }
        journey.entra.person("ann").tid = EntraStandIn.PERSONAL;
        journey.entra.person("ann").claims.put("preferred_username", "ann@outlook.example");

        AuthResult.Granted ann = journey.granted();

        assertThat(ann.identity().name()).isEqualTo("ann@outlook.example");
        assertThat(ann.identity().subject().orElseThrow().issuer()).isEqualTo(EntraStandIn.PERSONAL);
        assertThat(journey.denied("bob").reason())
                .as("somebody of an organisation")
                .isEqualTo(DenialReason.BAD_CREDENTIALS);
    }

    @Test
    void aPersonalAccountInATenantIsAGuestThere() throws Exception {
        journey.entra
                .person("ann")
                .claims
                .putAll(Map.of("preferred_username", "ann@outlook.example", "idp", "live.com"));

        assertThat(journey.denied().detail().orElseThrow()).contains("allow_guests");
    }
}
