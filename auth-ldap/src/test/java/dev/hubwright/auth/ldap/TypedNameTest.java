package dev.hubwright.auth.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedNameTest {

    private final LdapConfig config = config("generic");

    private static LdapConfig config(String profile) {
        return LdapConfig.builder()
                .profile(profile)
                .servers("h")
                .bindDnTemplates("uid={username},dc=example")
                .build();
    }

    @Test
    void foldsCaseAndBlanks() {
        assertThat(TypedName.read(" FRIDA.i-1 ", config))
                .hasValueSatisfying(name -> assertThat(name.login()).isEqualTo("frida.i-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*)(uid=*",
                "\\2a",
                "alice,dc=evil",
                "a\0",
                "\u212Aate",
                "\u0130da",
                "ａlice",
                "al\u200bice",
                "a@b"
            })
    void refusesWhatNobodyIsCalled(String typed) {
        assertThat(TypedName.read(typed, config)).isEmpty();
    }

    @Test
    void refusesNamesWithoutEnd() {
        assertThat(TypedName.read("x".repeat(10_000), config)).isEmpty();
    }

    @Test
    void takesDomainsOffWhereThereAreAny() {
        LdapConfig ad = config("ad");

        assertThat(TypedName.read("CORP\\Alice", ad).orElseThrow().login()).isEqualTo("alice");
        assertThat(TypedName.read("alice@Example.org", ad).orElseThrow().domain())
                .contains("example.org");
    }
}
