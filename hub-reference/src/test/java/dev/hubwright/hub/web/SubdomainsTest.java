package dev.hubwright.hub.web;

import static dev.hubwright.hub.web.Subdomains.Naming.IDNA;
import static dev.hubwright.hub.web.Subdomains.Naming.LEGACY;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubdomainsTest {

    private final Subdomains subdomains = new Subdomains(URI.create("https://hub.example.org:8443"), IDNA);

    @Test
    void givesEachPersonALabelOfADomain() {
        assertThat(subdomains.domain("alice")).isEqualTo("alice.hub.example.org");
        assertThat(subdomains.origin("alice")).isEqualTo("https://alice.hub.example.org:8443");
        assertThat(subdomains.everybody()).isEqualTo("https://*.hub.example.org:8443");
        assertThat(new Subdomains(URI.create("https://hub.example.org"), IDNA).origin("b-1"))
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
            "xn--nal-goa",
            "straße",
            "strasse",
            "名前",
            "名。前",
            "42",
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

    /** What JupyterHub 5 gives these, but for the hash, which is longer here. */
    @ParameterizedTest
    @CsvSource({"alice, alice", "ünal, xn--nal-goa", "名前, xn--ldr85b", "a-1, a-1"})
    void translatesNamesOfAllLanguages(String name, String label) {
        assertThat(subdomains.domain(name)).isEqualTo(label + ".hub.example.org");
    }

    @ParameterizedTest
    @CsvSource({"42, u-42--", "straße, u-strae--", "_, u-x--", "a_b, u-ab--", "xn--nal-goa, u-xnnalgoa--", "a.b, u-ab--"
    })
    void hashesWhatIsNoLabel(String name, String beginning) {
        assertThat(subdomains.domain(name)).startsWith(beginning);
    }

    /** As JupyterHub's function of this name does. */
    @ParameterizedTest
    @CsvSource({"alice, alice", "a_b, a_5fb", "a@b.org, a_40b.org", "ünal, _c3_bcnal", "a~b, a_7eb", "A-1, a-1"})
    void namesAsBeforeWhereThatIsWanted(String name, String label) {
        Subdomains before = new Subdomains(URI.create("https://hub.example.org"), LEGACY);

        assertThat(before.domain(name)).isEqualTo(label + ".hub.example.org");
        assertThat(URI.create(before.origin(name) + "/user/").getRawAuthority()).isEqualTo(label + ".hub.example.org");
    }

    @Test
    void knowsWhatIsBelowIt() {
        assertThat(subdomains.isBelow("alice.hub.example.org")).isTrue();
        assertThat(subdomains.isBelow("hub.example.org")).isFalse();
        assertThat(subdomains.isBelow("evilhub.example.org")).isFalse();
    }
}
