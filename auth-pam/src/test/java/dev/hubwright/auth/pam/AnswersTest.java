package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final Secret PASSWORD = Secret.of("password");
    private static final Secret CODE = Secret.of("123456");

    @Test
    void givesThePasswordFirstAndTheCodeSecondWhateverTheyAreCalled() {
        Answers answers = new Answers(PASSWORD, Optional.of(CODE));

        assertThat(answers.to(hidden("Kennwort:"))).contains(PASSWORD);
        assertThat(answers.to(hidden("Geheimnis:"))).contains(CODE);
        assertThat(answers.to(hidden("Noch eins:"))).isEmpty();
    }

    @Test
    void givesTheCodeFirstWhereItIsAskedForByName() {
        Answers answers = new Answers(PASSWORD, Optional.of(CODE));

        assertThat(answers.to(hidden("Verification code: "))).contains(CODE);
        assertThat(answers.to(hidden("Password: "))).contains(PASSWORD);
    }

    @Test
    void neverGivesThePasswordToWhoAsksForACode() {
        Answers answers = new Answers(PASSWORD, Optional.empty());

        assertThat(answers.to(hidden("One-time OTP: "))).isEmpty();
        assertThat(answers.to(hidden("Password: "))).contains(PASSWORD);
        assertThat(answers.to(hidden("Password: "))).isEmpty();
    }

    @Test
    void knowsTheOldPasswordInAChangeAndLeavesTheNewOneToThePerson() {
        Answers answers = new Answers(PASSWORD, Optional.of(CODE));
        answers.to(hidden("Password: "));
        answers.changePassword();

        assertThat(answers.to(hidden("Current password: "))).contains(PASSWORD);
        assertThat(answers.to(hidden("New password: "))).isEmpty();
        assertThat(answers.to(hidden("Retype new password: "))).isEmpty();
        assertThat(answers.to(hidden("New password, not the old one: "))).isEmpty();
    }

    @Test
    void takesAnEmptyFieldForNoCode() {
        Answers answers = new Answers(PASSWORD, Optional.of(Secret.of("")));
        answers.to(hidden("Password: "));

        assertThat(answers.to(hidden("Verification code: "))).isEmpty();
    }

    private static Prompt hidden(String text) {
        return new Prompt(true, text);
    }
}
