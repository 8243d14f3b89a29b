package dev.hubwright.auth.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.DN;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindTemplateTest {

    private final BindTemplate template = BindTemplate.of("uid={username},ou=people,dc=example,dc=org");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fry,ou=x",
                "fry\\,ou=x",
                "#fry",
                " fry",
                "fry ",
                "a+b",
                "a=b",
                "\"fry\"",
                "<fry>",
                "{username}",
                "a;b"
            })
    void keepsEveryNameInsideItsValue(String name) throws Exception {
        DN dn = new DN(template.fill(name));

        assertThat(dn.getRDNs()).hasSize(4);
        assertThat(dn.getRDN().getAttributeValues()).containsExactly(name);
    }

    @Test
    void takesLoginNamesAsTheyAre() {
        assertThat(BindTemplate.of("{username}@example.org").fill("fry")).isEqualTo("fry@example.org");
        assertThat(BindTemplate.of("CORP\\{username}").fill("fry")).isEqualTo("CORP\\fry");
    }

    @Test
    void putsNoPlaceOfAValueIntoAFilter() throws Exception {
        FilterTemplate filter = FilterTemplate.of("(&({attr}={login})(x={other}))");

        assertThat(filter.fill(Map.of("attr", "uid"), Map.of("login", "{other}*)(", "other", "o"))
                        .toString())
                .isEqualTo("(&(uid={other}\\2a\\29\\28)(x=o))");
    }
}
