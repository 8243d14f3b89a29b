package dev.hubwright.auth.azuread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.auth.azuread.entra.EntraStandIn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People of other organisations who are guests of the tenant. */
class GuestTest {

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
    void staysOutUnlessTheOperatorTakesGuests() throws Exception {
        guest(Map.of("idp", "https://sts.windows.net/" + EntraStandIn.OTHER_TENANT + "/"));

        assertThat(journey.denied("guest").detail().orElseThrow()).contains("allow_guests");
        assertThat(journey.denied("guest").reason()).isEqualTo(DenialReason.NOT_PERMITTED);
    }

    @ParameterizedTest
    @CsvSource({
        "ann@other.example, ann@other.example",
        "ann_other.example#EXT#@contoso.onmicrosoft.example, ann@other.example",
        "ann_b_other.example#ext#@contoso.example, ann_b@other.example",
        "live.com#ann@other.example, ann@other.example"
    })
    void hasTheNameThatTheyHaveAtHome(String claim, String name) throws Exception {
        journey.set("allow_guests", true).set("username_claim", "name");
        guest(Map.of("preferred_username", claim, "idp", "live.com", "name", "Director of Everything"));

        assertThat(journey.granted("guest").identity().name()).isEqualTo(name);
    }

    @Test
    void isAnotherPersonThanTheMemberOfTheSameName() throws Exception {
        journey.set("allow_guests", true);
        guest(Map.of("preferred_username", "ann@other.example", "acct", 1));

        assertThat(journey.granted("guest").identity().name())
                .isNotEqualTo(journey.granted("ann").identity().name());
    }

    @Test
    void comesFromAllowedDomainsOnly() throws Exception {
        journey.set("allow_guests", true).set("allowed_guest_domains", List.of("Partner.example"));
        guest(Map.of("preferred_username", "ann@partner.EXAMPLE", "acct", 1));
        journey.granted("guest");

        guest(Map.of("preferred_username", "ann@evil.example", "acct", 1));
        assertThat(journey.denied("guest").detail().orElseThrow()).contains("allowed_guest_domains");
        guest(Map.of("preferred_username", "ann@partner.example@evil.example", "acct", 1));
        assertThat(journey.denied("guest").reason()).isEqualTo(DenialReason.NOT_PERMITTED);
    }

    @Test
    void aMemberWithTheOwnTenantAsProviderIsNoGuest() throws Exception {
        journey.entra.person("ann").claims.put("idp", "https://sts.windows.net/" + EntraStandIn.TENANT + "/");

        assertThat(journey.granted().identity().name()).isEqualTo("ann@contoso.example");
    }

    @Test
    void belongsToOneTenant() {
        journey.set("allow_guests", true)
                .set("tenant_id", "organizations")
                .set("allowed_tenants", List.of(EntraStandIn.TENANT));

        assertThatThrownBy(journey::newAuthenticator)
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("allow_guests needs a single tenant_id");
    }

    private void guest(Map<String, Object> claims) {
        journey.entra.person("guest").claims.putAll(claims);
    }
}
