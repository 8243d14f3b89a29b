package dev.hubwright.auth.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import dev.hubwright.api.auth.DenialReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindAnswerTest {

    private static LDAPException refused(String text) {
        return new LDAPException(new LDAPResult(1, ResultCode.INVALID_CREDENTIALS, text, null, List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "525, BAD_CREDENTIALS, false",
        "52e, BAD_CREDENTIALS, false",
        "530, NOT_PERMITTED, true",
        "531, NOT_PERMITTED, true",
        "532, PASSWORD_EXPIRED, true",
        "533, ACCOUNT_DISABLED, true",
        "701, ACCOUNT_EXPIRED, true",
        "773, MUST_CHANGE_PASSWORD, true",
        "775, ACCOUNT_LOCKED, false",
        "52E, BAD_CREDENTIALS, false",
        "9999, BAD_CREDENTIALS, false"
    })
    void readsWhatActiveDirectoryMeans(String code, DenialReason reason, boolean proved) {
        String text =
                "80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data " + code + ", v2580";

        BindAnswer answer = BindAnswer.of(refused(text)).orElseThrow();

        assertThat(answer.reason()).isEqualTo(reason);
        assertThat(answer.proved()).isEqualTo(proved);
    }

    @Test
    void takesAPlainRefusalForAWrongPassword() {
        assertThat(BindAnswer.of(refused(null)).orElseThrow().reason()).isEqualTo(DenialReason.BAD_CREDENTIALS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 13, 51, 52, 80, 81, 85, 91})
    void takesATroubleForNoRefusal(int code) {
        assertThat(BindAnswer.of(new LDAPException(ResultCode.valueOf(code), "x")))
                .isEmpty();
    }
}
