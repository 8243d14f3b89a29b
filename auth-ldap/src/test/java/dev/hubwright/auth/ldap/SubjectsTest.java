package dev.hubwright.auth.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import dev.hubwright.api.auth.Subject;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SubjectsTest {

    private static final byte[] GUID = HexFormat.of().parseHex("33221100554477668899aabbccddeeff");

    private final Entry entry = new Entry("CN=a,OU=B,DC=Example,DC=org", new Attribute("objectGUID", GUID));

    @Test
    void writesGuidsAsActiveDirectoryShowsThem() throws Exception {
        assertThat(Subjects.of(entry, Subjects.ATTRIBUTES))
                .contains(new Subject("dc=example,dc=org", "00112233-4455-6677-8899-aabbccddeeff"));
    }

    @Test
    void findsAnEntryAgainByItsGuid() throws Exception {
        Subject subject = Subjects.of(entry, Subjects.ATTRIBUTES).orElseThrow();

        assertThat(Subjects.filter(subject, Subjects.ATTRIBUTES).matchesEntry(entry))
                .isTrue();
    }

    @Test
    void namesDirectoriesWithoutDomainsByTheirLastPart() throws Exception {
        assertThat(Subjects.suffix(new DN("uid=a,ou=B,o=Corp"))).isEqualTo("o=corp");
    }
}
