package dev.hubwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void findsTheNameWithALetterWrong() {
        assertThat(Nearest.to("allowed_user", List.of("admin_users", "allowed_users")))
                .contains("allowed_users");
    }

    @Test
    void countsSwappedLettersOnce() {
        assertThat(Nearest.to("prot", List.of("port", "ip"))).contains("port");
    }

    @Test
    void ignoresCaseInEveryLanguage() {
        assertThat(Nearest.to("LDAPAUTHENTICATOR", List.of("LDAPAuthenticator")))
                .contains("LDAPAuthenticator");
    }

    @Test
    void suggestsNothingFarAway() {
        assertThat(Nearest.to("port", List.of("cookie_secret", "ip"))).isEmpty();
        assertThat(Nearest.to("", List.of("port"))).isEmpty();
        assertThat(Nearest.to("port", List.of())).isEmpty();
    }

    @Test
    void takesTheFirstOfEquallyNearNames() {
        assertThat(Nearest.to("cat", List.of("hat", "bat"))).contains("bat");
    }

    @Test
    void isQuickForHugeNames() {
        assertThat(Nearest.to("x".repeat(1_000_000), List.of("port", "ip"))).isEmpty();
    }
}
