package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthRequestTest {

    private final AuthRequest request = AuthRequest.builder()
            .field("username", Secret.of(" alice "))
            .field("password", Secret.of(" wonderland "))
            .query("code", "c-4711")
            .header("X-ID", List.of("h-4711"))
            .peerAddress("192.0.2.7")
            .callbackUri(URI.create("https://hub/cb"))
            .locale(Locale.FRENCH)
            .flow(Opaque.of(1, Map.of("state", "f-4711")))
            .build();

    @Test
    void stripsTheNameAndNotThePassword() {
        assertThat(request.username()).isEqualTo("alice");
        assertThat(request.password().reveal()).isEqualTo(" wonderland ");
    }

    @Test
    void hasAnEmptyNameAndPasswordWhereTheFormHadNone() {
        AuthRequest empty = AuthRequest.builder().build();

        assertThat(empty.username()).isEmpty();
        assertThat(empty.password().isEmpty()).isTrue();
        assertThat(empty.header("X-ID")).isEmpty();
        assertThat(empty.query("code")).isEmpty();
        assertThat(empty.flow()).isEmpty();
    }

    @Test
    void findsHeadersInUpperAndLowerCase() {
        assertThat(request.header("x-id")).containsExactly("h-4711");
        assertThat(request.header("X-ID")).containsExactly("h-4711");
    }

    @Test
    void showsNoValues() {
        assertThat(request.toString())
                .doesNotContain("wonderland")
                .doesNotContain("alice")
                .doesNotContain("4711");
    }

    @Test
    void keepsEverythingButTheDeadline() {
        AuthRequest later = request.withDeadline(Instant.EPOCH);

        assertThat(later.deadline()).contains(Instant.EPOCH);
        assertThat(later).usingRecursiveComparison().ignoringFields("deadline").isEqualTo(request);
        assertThat(request.deadline()).isEmpty();
    }
}
