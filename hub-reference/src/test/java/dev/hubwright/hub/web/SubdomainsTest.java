package dev.hubwright.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubdomainsTest {

    private final Subdomains subdomains = new Subdomains(URI.create("https://hub.example.org:8443"));

    @Test
    void givesEachPersonALabelOfADomain() {
        assertThat(subdomains.domain("alice")).isEqualTo("alice.hub.example.org");
        assertThat(subdomains.origin("alice")).isEqualTo("https://alice.hub.example.org:8443");
        assertThat(subdomains.everybody()).isEqualTo("https://*.hub.example.org:8443");
        assertThat(new Subdomains(URI.create("https://hub.example.org")).origin("b-1"))
                .isEqualTo("https://b-1.hub.example.org");
    }

    @Test
    void givesNoTwoPeopleTheSame() {
        String[] names = {
            "alice",
            "a.lice",
            "a_lice",
            "alice@x",
            "alice@y",
            "-alice",
            "ünal",
            "u",
            "u--1",
            "x".repeat(64),
            "x".repeat(65),
            "a b"
        };

        assertThat(Stream.of(names).map(subdomains::domain))
                .doesNotHaveDuplicates()
                .allSatisfy(domain -> {
                    String label = domain.substring(0, domain.indexOf('.'));
                    assertThat(domain).isEqualTo(label + ".hub.example.org");
                    assertThat(label).matches("[a-z0-9][a-z0-9-]{0,61}[a-z0-9]|[a-z0-9]");
                });
    }

    @Test
    void knowsWhatIsBelowIt() {
        assertThat(subdomains.isBelow("alice.hub.example.org")).isTrue();
        assertThat(subdomains.isBelow("hub.example.org")).isFalse();
        assertThat(subdomains.isBelow("evilhub.example.org")).isFalse();
    }
}
