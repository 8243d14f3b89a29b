package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityTest {

    private static final Opaque STATE = Opaque.of(1, Map.of("refresh_token", "r-4711"));

    @Test
    void changesOnePartAndKeepsTheOthers() {
        Identity alice = Identity.of("alice")
                .withSubject(new Subject("idp", "1"))
                .withGroups(Set.of("staff"))
                .withAdmin(true)
                .withDisplayName("Alice");

        assertThat(alice.withName("bob"))
                .usingRecursiveComparison()
                .ignoringFields("name")
                .isEqualTo(alice);
        assertThat(alice.toString()).isEqualTo("Identity[alice, groups=[staff]]");
    }

    @Test
    void tellsUnknownGroupsFromNone() {
        assertThat(Identity.of("alice").groups()).isEmpty();
        assertThat(Identity.of("alice").withGroups(Set.of()).groups()).contains(Set.of());
    }

    @Test
    void copiesTheGroups() {
        Set<String> groups = new HashSet<>(Set.of("staff"));
        Identity alice = Identity.of("alice").withGroups(groups);
        groups.add("root");

        assertThat(alice.groups()).contains(Set.of("staff"));
    }

    @Test
    void aSubjectNeedsBothParts() {
        assertThatThrownBy(() -> new Subject("idp", " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Subject("", "1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void answersShowNoState() {
        List<AuthResult> answers = List.of(
                AuthResult.granted(Identity.of("alice"), STATE),
                AuthResult.redirect(URI.create("https://idp/x?state=r-4711"), STATE),
                AuthResult.challenge(List.of(new AuthResult.Field("otp", "Code", true)), "", STATE));

        assertThat(answers.toString()).doesNotContain("4711").contains("idp");
    }
}
