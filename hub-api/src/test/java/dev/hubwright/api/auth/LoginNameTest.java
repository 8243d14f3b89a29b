package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginNameTest extends LoginFixture {

    private String nameOf(LoginRules rules, String reported) {
        return user(logIn(rules, Identity.of(reported))).name();
    }

    private DenialReason reasonFor(LoginRules rules, String reported) {
        return reason(logIn(rules, Identity.of(reported)));
    }

    @ParameterizedTest
    @CsvSource({
        "ALICE, alice",
        "' alice ', alice",
        "IRIS, iris",
        "\u212Aelvin, kelvin",
        "\uFF41lice, alice",
        "alice\u00A0, alice",
        "\u0130nci, i\u0307nci",
        "\u00C9va, \u00E9va",
        "E\u0301va, \u00E9va"
    })
    void hasOneSpelling(String reported, String name) {
        assertThat(nameOf(LoginRules.allowAll(), reported)).isEqualTo(name);
        assertThat(UserNames.spelled(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                ".",
                "..",
                ".hidden",
                "-rf",
                "a/b",
                "../x",
                "a\0b",
                "a\nb",
                "a\u007Fb",
                "a\u202Eb",
                "a\u200Bb",
                "a\u2028b",
                "a\uD800b"
            })
    void refusesNamesThatNoUserCanHave(String reported) {
        assertThat(reasonFor(LoginRules.allowAll(), reported)).isEqualTo(DenialReason.INVALID_USERNAME);
        assertThat(users.all()).isEmpty();
    }

    @Test
    void refusesNamesOfMoreThan255Characters() {
        assertThat(nameOf(LoginRules.allowAll(), "a".repeat(255))).hasSize(255);
        assertThat(reasonFor(LoginRules.allowAll(), "a".repeat(256))).isEqualTo(DenialReason.INVALID_USERNAME);
        assertThat(reasonFor(LoginRules.allowAll(), "a".repeat(300))).isEqualTo(DenialReason.INVALID_USERNAME);
    }

    @ParameterizedTest
    @CsvSource({"' Alice ', alice", "OLD, new", "new, new"})
    void givesPeopleWhomAnOperatorNamesTheNameOfALogin(String typed, String name) {
        LoginRules rules = LoginRules.builder()
                .usernameMap(Map.of("old", "new"))
                .usernamePattern(Pattern.compile("[a-z]{3,8}"))
                .build();

        assertThat(pipeline(rules).hubName(typed)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"al, username_pattern", "a/b, /", "bad, username_pattern"})
    void refusesAnOperatorNamesThatNoLoginCouldHave(String typed, String reason) {
        LoginRules rules = LoginRules.builder()
                .usernameMap(Map.of("bad", "b4d"))
                .usernamePattern(Pattern.compile("[a-z]{3,8}"))
                .build();

        assertThatThrownBy(() -> pipeline(rules).hubName(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void takesTheNameThatOneOfSeveralAuthenticatorsAllows() {
        LoginRules staff =
                LoginRules.builder().usernamePattern(Pattern.compile("[a-z]+")).build();
        LoginRules students = LoginRules.builder()
                .usernamePrefix("s-")
                .usernameMap(Map.of("7", "seven"))
                .usernamePattern(Pattern.compile("s-[0-9]+|seven"))
                .build();
        LoginPipeline pipeline =
                pipeline(builder().authenticator("staff", corp, staff).authenticator("students", corp, students));

        assertThat(pipeline.hubName("ada")).isEqualTo("ada");
        assertThat(pipeline.hubName("S-9")).isEqualTo("s-9");
        assertThat(pipeline.hubName("s-7")).isEqualTo("seven");
        assertThatThrownBy(() -> pipeline.hubName("9")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavesNamesAloneThatAnotherAuthenticatorBringsAsTheyAre() {
        LoginRules partners =
                LoginRules.builder().usernameMap(Map.of("ada", "ada-partner")).build();
        LoginRules.Builder campus = LoginRules.builder();

        assertThat(two(partners, campus.build()).hubName("ada")).isEqualTo("ada");
        assertThat(two(partners, campus.usernamePrefix("c-").build()).hubName("ada"))
                .isEqualTo("ada-partner");
    }

    @Test
    void judgesAMappedNameByTheRulesOfItsMap() {
        LoginRules partners = LoginRules.builder()
                .usernameMap(Map.of("a1", "p9"))
                .usernamePattern(Pattern.compile("p-.+"))
                .build();
        LoginRules campus =
                LoginRules.builder().usernamePattern(Pattern.compile("p9")).build();

        assertThatThrownBy(() -> two(partners, campus).hubName("a1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("does not match Authenticator.username_pattern = \"p-.+\"");
    }

    @Test
    void tellsWhatEachAuthenticatorHasAgainstAName() {
        LoginRules letters =
                LoginRules.builder().usernamePattern(Pattern.compile("[a-z]+")).build();
        LoginRules digits =
                LoginRules.builder().usernamePattern(Pattern.compile("[0-9]+")).build();

        assertThatThrownBy(() -> two(letters, digits).hubName("x1"))
                .hasMessage("does not match Authenticator.username_pattern = \"[a-z]+\""
                        + " and does not match Authenticator.username_pattern = \"[0-9]+\"");
        assertThatThrownBy(() -> two(letters, digits).hubName("a/b")).hasMessage("has a \"/\" in it");
    }

    @ParameterizedTest
    @CsvSource({"X1, x1", "old, y1", "Ä1, Ä1", "ADA, ada"})
    void letsThoseKeepTheirNamesWhoAreThere(String typed, String name) {
        LoginRules rules = LoginRules.builder()
                .usernameMap(Map.of("old", "y1"))
                .usernamePattern(Pattern.compile("[a-z]{3,8}"))
                .build();

        assertThat(pipeline(rules).hubName(typed, Set.of("x1", "y1", "Ä1", "ADA")::contains))
                .isEqualTo(name);
        assertThatThrownBy(() -> pipeline(rules).hubName("z1", Set.of("x1")::contains))
                .hasMessageContaining("username_pattern");
    }

    private LoginPipeline two(LoginRules one, LoginRules other) {
        return pipeline(builder().authenticator("one", corp, one).authenticator("other", corp, other));
    }

    @Test
    void judgesTheNameThatTheAuthenticatorReportsAndNotTheTypedOne() {
        corp.knows("CORP\\Alice", "wonderland", Identity.of("Alice"));

        UserRecord user = user(pipeline(LoginRules.allowAll()).login(attempt("CORP\\Alice", "wonderland")));

        assertThat(user.name()).isEqualTo("alice");
        assertThat(user.identity().map(Identity::name)).contains("Alice");
    }

    @Test
    void matchesThePatternAgainstTheWholeName() {
        LoginRules rules = LoginRules.builder()
                .allowAll(true)
                .usernamePattern(Pattern.compile("[a-z]+|root"))
                .build();

        assertThat(nameOf(rules, "Bob")).isEqualTo("bob");
        assertThat(reasonFor(rules, "bob2")).isEqualTo(DenialReason.INVALID_USERNAME);
        assertThat(reasonFor(rules, "rooted1")).isEqualTo(DenialReason.INVALID_USERNAME);
    }

    @Test
    void mapsNamesAfterSpellingThem() {
        LoginRules rules = LoginRules.builder()
                .allowAll(true)
                .usernameMap(Map.of("Robert.Smith", "Bob"))
                .build();

        assertThat(nameOf(rules, "ROBERT.SMITH")).isEqualTo("bob");
    }

    @Test
    void validatesMappedNamesToo() {
        LoginRules rules = LoginRules.builder()
                .allowAll(true)
                .usernameMap(Map.of("bob", "a/b"))
                .build();

        assertThat(reasonFor(rules, "bob")).isEqualTo(DenialReason.INVALID_USERNAME);
    }

    @Test
    void putsThePrefixBeforeEveryNameButMappedOnes() {
        LoginRules rules = LoginRules.builder()
                .allowAll(true)
                .usernamePrefix("P-")
                .usernameMap(Map.of("carol", "caz"))
                .build();

        assertThat(nameOf(rules, "Bob")).isEqualTo("p-bob");
        assertThat(nameOf(rules, "p-bob")).isEqualTo("p-p-bob");
        assertThat(nameOf(rules, "Carol")).isEqualTo("caz");
    }

    @Test
    void aPrefixDoesNotMakeAnEmptyNameGood() {
        LoginRules rules =
                LoginRules.builder().allowAll(true).usernamePrefix("p-").build();

        assertThat(reasonFor(rules, " ")).isEqualTo(DenialReason.INVALID_USERNAME);
        assertThat(reasonFor(rules, "\u200B")).isEqualTo(DenialReason.INVALID_USERNAME);
    }

    @Test
    void aRefusedNameIsNotADoubtfulPassword() {
        LoginOutcome.Refused refused = refused(logIn(LoginRules.allowAll(), Identity.of("a/b")));

        assertThat(refused.publicMessage())
                .isNotEqualTo("Invalid username or password.")
                .contains("user name");
    }
}
