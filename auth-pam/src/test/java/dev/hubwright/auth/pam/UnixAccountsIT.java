package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Health;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real accounts of this machine, checked by pam_unix. */
@RequiresEngine(Engine.ROOT)
class UnixAccountsIT {

    private static Machine machine;
    private static String service;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeTheService() {
        machine = new Machine();
        service = machine.unixService();
    }

    @AfterAll
    static void undo() {
        machine.close();
    }

    @Test
    void knowsGroupsAndUidOfAnAccount() throws Exception {
        String name = machine.account("--user-group", "--groups", "users");

        AuthResult.Granted granted = granted(logIn(name));

        assertThat(granted.identity().name()).isEqualTo(name);
        assertThat(granted.identity().groups().orElseThrow()).containsExactlyInAnyOrder(name, "users");
        assertThat(granted.identity().subject().orElseThrow().id())
                .isEqualTo(Commands.run("id", "-u", name).strip());
    }

    @Test
    void cutsNothingOffAtANul() throws Exception {
        String name = machine.account();

        try (Dialog dialog = Dialog.with(service)) {
            assertUnproved(dialog.logIn(name + "\0evil", Machine.PASSWORD));
            assertUnproved(dialog.logIn(name, Machine.PASSWORD + "\0junk"));
            assertUnproved(dialog.logIn(name, Machine.PASSWORD + "\n"));
        }
    }

    @Test
    void refusesAnAccountThatHasExpired() throws Exception {
        String name = machine.account();
        machine.changeAccounts("chage", "-E", "1", name);

        AuthResult.Denied denied = denied(logIn(name));

        assertThat(denied.reason()).isEqualTo(DenialReason.ACCOUNT_EXPIRED);
        assertThat(denied.publicMessage().orElseThrow()).contains("expired");
        assertThat(denied.detail().orElseThrow()).startsWith("pam_acct_mgmt gives 13");
    }

    @Test
    void tellsNothingAboutAnExpiredAccountToSomebodyWithAWrongPassword() throws Exception {
        String name = machine.account();
        machine.changeAccounts("chage", "-E", "1", name);

        try (Dialog dialog = Dialog.with(service)) {
            assertUnproved(dialog.logIn(name, "wrong"));
        }
    }

    @Test
    void refusesAPasswordThatIsTooOldToBeChanged() throws Exception {
        String name = machine.account();
        machine.changeAccounts("chage", "-M", "1", "-I", "1", "-d", "2020-01-01", name);

        AuthResult.Denied denied = denied(logIn(name));

        assertThat(denied.reason()).isEqualTo(DenialReason.PASSWORD_EXPIRED);
        assertThat(denied.publicMessage()).isPresent();
    }

    @Test
    void letsInExpiredAccountsOnlyWhereThatIsWritten() throws Exception {
        String name = machine.account();
        machine.changeAccounts("chage", "-E", "1", name);

        try (Dialog dialog = new Dialog(PamConfig.builder().service(service).withoutAccountCheck())) {
            granted(dialog.logIn(name, Machine.PASSWORD));
            assertThat(dialog.authenticator().health().message()).contains("check_account");
        }
    }

    @Test
    void lockedPasswordsAreWrong() throws Exception {
        String name = machine.account();
        machine.changeAccounts("usermod", "-L", name);

        try (Dialog dialog = Dialog.with(service)) {
            assertUnproved(dialog.logIn(name, Machine.PASSWORD));
        }
    }

    @Test
    void anAccountWithoutAPasswordTakesNone() throws Exception {
        String name = machine.account();
        machine.changeAccounts("passwd", "-d", name);
        String careless = machine.service("auth required pam_unix.so nullok", "account required pam_unix.so");

        try (Dialog dialog = Dialog.with(careless)) {
            assertUnproved(dialog.logIn(name, "any"));
            assertUnproved(dialog.logIn(name, ""));
        }
    }

    @Test
    void changesAPasswordThatMustBeChanged() throws Exception {
        String name = machine.account();
        machine.changeAccounts("chage", "-d", "0", name);

        try (Dialog dialog = Dialog.with(service)) {
            AuthResult first = dialog.logIn(name, Machine.PASSWORD);
            assertThat(((AuthResult.Challenge) first).fields()).singleElement().satisfies(field -> {
                assertThat(field.label()).contains("New password");
                assertThat(field.hidden()).isTrue();
            });
            AuthResult second = dialog.answer(first, "looking-Glass-8");
            granted(dialog.answer(second, "looking-Glass-8"));
            granted(dialog.logIn(name, "looking-Glass-8"));
            assertUnproved(dialog.logIn(name, Machine.PASSWORD));
        }
    }

    @Test
    void saysWhyAPasswordWasNotChanged() throws Exception {
        String name = machine.account();
        machine.changeAccounts("chage", "-d", "0", name);

        try (Dialog dialog = Dialog.with(service)) {
            AuthResult second = dialog.answer(dialog.logIn(name, Machine.PASSWORD), "looking-Glass-8");
            AuthResult.Denied denied = denied(dialog.answer(second, "something-Else-9"));

            assertThat(denied.reason()).isEqualTo(DenialReason.MUST_CHANGE_PASSWORD);
            assertThat(denied.publicMessage().orElseThrow())
                    .contains("not match")
                    .contains("Log in to try again");
        }
    }

    @Test
    void refusesAPasswordThatMustBeChangedWhereThatIsSwitchedOff() throws Exception {
        String name = machine.account();
        machine.changeAccounts("chage", "-d", "0", name);

        try (Dialog dialog = new Dialog(PamConfig.builder().service(service).withoutPasswordChange())) {
            AuthResult.Denied denied = denied(dialog.logIn(name, Machine.PASSWORD));

            assertThat(denied.reason()).isEqualTo(DenialReason.MUST_CHANGE_PASSWORD);
            assertThat(denied.publicMessage()).isPresent();
        }
    }

    @Test
    void tellsThatAPasswordWillSoonExpire() throws Exception {
        String name = machine.account();
        machine.changeAccounts("chage", "-M", "5", "-W", "10", name);

        AuthResult.Granted granted = granted(logIn(name));

        assertThat(granted.notice().orElseThrow()).contains("expire in").contains("days");
    }

    @Test
    void showsThePurposeOfANologinFileToThoseWhoProvedThemselves() throws Exception {
        String name = machine.account();
        Path nologin = Files.writeString(folder.resolve("nologin"), "Down for maintenance until noon.\n");
        String closed =
                machine.service("auth required pam_unix.so nodelay", "account required pam_nologin.so file=" + nologin);

        try (Dialog dialog = Dialog.with(closed)) {
            AuthResult.Denied denied = denied(dialog.logIn(name, Machine.PASSWORD));

            assertThat(denied.reason()).isEqualTo(DenialReason.NOT_PERMITTED);
            assertThat(denied.publicMessage()).contains("Down for maintenance until noon.");
            assertUnproved(dialog.logIn(name, "wrong"));
        }
    }

    @Test
    void obeysFaillockAndTellsTheOperatorAlone() throws Exception {
        String name = machine.account();
        String options = " dir=" + folder + " deny=3 unlock_time=600";
        String locking = machine.service(
                "auth required pam_faillock.so preauth" + options,
                "auth [success=1 default=bad] pam_unix.so nodelay",
                "auth [default=die] pam_faillock.so authfail" + options,
                "auth required pam_faillock.so authsucc" + options,
                "account required pam_faillock.so",
                "account required pam_unix.so");

        try (Dialog dialog = Dialog.with(locking)) {
            granted(dialog.logIn(name, Machine.PASSWORD));
            for (int i = 0; i < 3; i++) {
                assertUnproved(dialog.logIn(name, "wrong"));
            }
            AuthResult.Denied denied = denied(dialog.logIn(name, Machine.PASSWORD));

            assertThat(denied.publicMessage()).isEmpty();
            assertThat(denied.detail().orElseThrow()).contains("locked");
        }
    }

    @Test
    void namesAServiceThatHasNoFile() {
        try (Dialog dialog = Dialog.with("no-such-service")) {
            assertThat(dialog.authenticator().health().state()).isEqualTo(Health.State.DOWN);
            assertThat(dialog.authenticator().health().message()).contains("/etc/pam.d/no-such-service");
            assertThatThrownBy(() -> dialog.logIn("anybody", "password"))
                    .isInstanceOf(ProviderException.class)
                    .hasMessageContaining("PAMAuthenticator.service = \"no-such-service\"")
                    .hasMessageContaining("/etc/pam.d/no-such-service")
                    .hasMessageContaining("other");
        }
    }

    @Test
    void aServiceWithoutAccountLinesIsNotHandedToAnother() {
        String half = machine.service("auth required pam_permit.so");

        try (Dialog dialog = Dialog.with(half)) {
            assertThatThrownBy(() -> dialog.logIn("anybody", "password")).hasMessageContaining("auth and account");
        }
    }

    @Test
    void aModuleThatIsMissingIsNoRefusal() {
        String name = machine.account();
        String broken = machine.service("auth required pam_nowhere.so", "account required pam_unix.so");

        try (Dialog dialog = Dialog.with(broken)) {
            assertThatThrownBy(() -> dialog.logIn(name, Machine.PASSWORD)).isInstanceOf(ProviderException.class);
            assertThat(dialog.authenticator().health().message()).contains(broken);
        }
    }

    @Test
    void keepsOutAccountsOfTheSystem() throws Exception {
        String system = machine.account("--system");
        String superuser = machine.account("--non-unique", "--uid", "0");

        assertThat(denied(logIn(system)).reason()).isEqualTo(DenialReason.NOT_PERMITTED);
        try (Dialog dialog = new Dialog(PamConfig.builder().service(service).minUid(0))) {
            granted(dialog.logIn(system, Machine.PASSWORD));
            assertThat(denied(dialog.logIn(superuser, Machine.PASSWORD)).reason())
                    .isEqualTo(DenialReason.NOT_PERMITTED);
        }
    }

    @Test
    void twoNamesOfOneUidAreOneUserWhereThatIsWritten() throws Exception {
        String name = machine.account();
        String uid = Commands.run("id", "-u", name).strip();
        String other = machine.account("--non-unique", "--uid", uid);

        try (Dialog dialog = new Dialog(PamConfig.builder().service(service).normalizeUsername())) {
            assertThat(granted(dialog.logIn(other, Machine.PASSWORD)).identity().name())
                    .isEqualTo(name);
        }
        assertThat(granted(logIn(other)).identity().name()).isEqualTo(other);
    }

    @Test
    void sendsPasswordsInTheEncodingThatIsSet() throws Exception {
        String name = machine.account();
        byte[] latin = "p\u00e4ssw\u00f6rd-9".getBytes(StandardCharsets.ISO_8859_1);
        String hash = Commands.fed(latin, "openssl", "passwd", "-6", "-stdin").strip();
        machine.changeAccounts("usermod", "-p", hash, name);

        try (Dialog dialog = new Dialog(PamConfig.builder().service(service).encoding(StandardCharsets.ISO_8859_1))) {
            granted(dialog.logIn(name, "p\u00e4ssw\u00f6rd-9"));
            assertUnproved(dialog.logIn(name, "\u20acuro"));
        }
        try (Dialog dialog = Dialog.with(service)) {
            assertUnproved(dialog.logIn(name, "p\u00e4ssw\u00f6rd-9"));
        }
    }

    @Test
    void endsTheStandingOfSomebodyWhoseAccountExpiresOrGoes() throws Exception {
        String name = machine.account();
        try (Dialog dialog = Dialog.with(service)) {
            AuthResult.Granted first = granted(dialog.logIn(name, Machine.PASSWORD));
            machine.changeAccounts("usermod", "-a", "-G", "users", name);
            AuthResult.Granted again = granted(dialog.authenticator().refresh(first.identity(), first.authState()));
            assertThat(again.identity().groups().orElseThrow()).contains("users");

            machine.changeAccounts("chage", "-E", "1", name);
            assertThat(denied(dialog.authenticator().refresh(first.identity(), first.authState()))
                            .reason())
                    .isEqualTo(DenialReason.ACCOUNT_EXPIRED);
            long uid = Long.parseLong(first.identity().subject().orElseThrow().id());
            machine.changeAccounts("usermod", "-u", Long.toString(uid + 300_000), name);
            assertThat(denied(dialog.authenticator().refresh(first.identity(), first.authState()))
                            .detail()
                            .orElseThrow())
                    .contains("another uid");
        }
    }

    @Test
    @RequiresEngine({Engine.ROOT, Engine.GOOGLE_AUTHENTICATOR})
    void asksForTheCodeOfASecondFactor() throws Exception {
        String name = machine.account();
        String secret = "JBSWY3DPEHPK3PXPJBSWY3DPEH";
        Path file = Files.writeString(folder.resolve("factor"), secret + "\n\" TOTP_AUTH\n\" WINDOW_SIZE 17\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String twofold = machine.service(
                "auth required pam_unix.so nodelay",
                "auth required pam_google_authenticator.so user=root secret=" + file,
                "account required pam_unix.so");
        String code = Commands.run("oathtool", "--totp", "-b", secret).strip();

        try (Dialog dialog = Dialog.with(twofold)) {
            granted(dialog.logIn(name, Machine.PASSWORD, code));
            assertUnproved(dialog.logIn(name, Machine.PASSWORD, "000000"));
            AuthResult question = dialog.logIn(name, Machine.PASSWORD);
            assertThat(((AuthResult.Challenge) question).fields())
                    .singleElement()
                    .satisfies(field -> assertThat(field.label()).contains("Verification code"));
            granted(dialog.answer(question, code));
            assertThat(denied(dialog.answer(question, code)).reason()).isEqualTo(DenialReason.FLOW_EXPIRED);
        }
    }

    private static AuthResult logIn(String name) throws Exception {
        try (Dialog dialog = Dialog.with(service)) {
            return dialog.logIn(name, Machine.PASSWORD);
        }
    }

    private static AuthResult.Granted granted(AuthResult result) {
        assertThat(result).isInstanceOf(AuthResult.Granted.class);
        return (AuthResult.Granted) result;
    }

    private static AuthResult.Denied denied(AuthResult result) {
        assertThat(result).isInstanceOf(AuthResult.Denied.class);
        return (AuthResult.Denied) result;
    }

    private static void assertUnproved(AuthResult result) {
        assertThat(denied(result).reason()).isEqualTo(DenialReason.BAD_CREDENTIALS);
        assertThat(denied(result).publicMessage()).isEmpty();
    }
}
