package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.hubwright.api.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** What modules get for an answer, in the memory that they read it from. */
class ConversationTest {

    private static final int HIDDEN = 1;
    private static final int SHOWN = 2;
    private static final int ERROR = 3;
    private static final int INFO = 4;

    private final List<Memory> kept = new ArrayList<>();
    private final Memory responses = new Memory(Native.POINTER_SIZE);

    @Test
    void answersByPositionAmongTexts() {
        Conversation conversation = with(new Answers(Secret.of("secret"), Optional.of(Secret.of("123456"))));

        int code = conversation.invoke(
                4,
                messages(
                        message(INFO, "Hello"),
                        message(HIDDEN, "Password: "),
                        message(ERROR, "Mind"),
                        message(SHOWN, "")),
                responses,
                null);

        assertThat(code).isZero();
        assertThat(List.of(answer(1), answer(3))).containsExactly("secret", "123456");
        assertThat(responses.getPointer(0).getPointer(0)).isNull();
        assertThat(conversation.texts()).containsExactly("Hello", "Mind");
    }

    @Test
    void takesTextsWithoutAPlaceForAnswers() {
        assertThat(with(Answers.none()).invoke(1, messages(message(INFO, "Hello")), null, null))
                .isZero();
        assertThat(with(Answers.none()).invoke(1, messages(message(HIDDEN, "Password: ")), null, null))
                .isEqualTo(19);
    }

    @Test
    void neverMakesASuccessOfADefect() {
        Answers closed = new Answers(Secret.of("secret"), Optional.empty());
        closed.close();
        Conversation conversation = with(closed);

        assertThat(conversation.invoke(1, messages(message(HIDDEN, "Password: ")), responses, null))
                .isEqualTo(19);
        assertThat(conversation.defect()).containsInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        Answers answers = new Answers(Secret.of("secret"), Optional.empty());

        assertThat(with(answers).invoke(1, messages(message(7, "binary")), responses, null))
                .isEqualTo(19);
        assertThat(with(answers).invoke(0, messages(message(HIDDEN, "")), responses, null))
                .isEqualTo(19);
        assertThat(with(answers).invoke(33, messages(message(HIDDEN, "")), responses, null))
                .isEqualTo(19);
    }

    @Test
    void givesNoAnswerThatWouldBeCutOff() {
        for (String useless : List.of("with\0nul", "with\nline", "x".repeat(512))) {
            Answers answers = new Answers(Secret.of(useless), Optional.empty());
            assertThat(with(answers).invoke(1, messages(message(HIDDEN, "Password: ")), responses, null))
                    .isEqualTo(19);
        }
    }

    @Test
    void keepsWhatModulesSayShortAndOnOneLine() {
        Conversation conversation = with(Answers.none());

        conversation.invoke(1, messages(message(INFO, "a\u001b[31m\nb" + "c".repeat(2000))), responses, null);

        assertThat(conversation.texts())
                .singleElement()
                .asString()
                .hasSizeLessThanOrEqualTo(500)
                .startsWith("a [31m b");
    }

    private static Conversation with(Answers answers) {
        Dialogue dialogue = new Dialogue(new Semaphore(1));
        dialogue.abandon();
        return new Conversation(LibC.load(), answers, new Encoding(StandardCharsets.UTF_8), dialogue);
    }

    private Memory message(int style, String text) {
        Memory content = keep(new Memory(text.getBytes(StandardCharsets.UTF_8).length + 1L));
        content.setString(0, text, "UTF-8");
        Memory message = keep(new Memory(2L * Native.POINTER_SIZE));
        message.clear();
        message.setInt(0, style);
        message.setPointer(Native.POINTER_SIZE, content);
        return message;
    }

    private Memory messages(Memory... all) {
        Memory array = keep(new Memory((long) all.length * Native.POINTER_SIZE));
        for (int i = 0; i < all.length; i++) {
            array.setPointer((long) i * Native.POINTER_SIZE, all[i]);
        }
        return array;
    }

    private String answer(int position) {
        Pointer text = responses.getPointer(0).getPointer(position * 2L * Native.POINTER_SIZE);
        return text.getString(0, "UTF-8");
    }

    private Memory keep(Memory memory) {
        kept.add(memory);
        return memory;
    }
}
