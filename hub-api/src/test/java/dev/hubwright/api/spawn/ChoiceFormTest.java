package dev.hubwright.api.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.spawn.ChoiceField.Alternative;
import dev.hubwright.api.spawn.ChoiceField.FreeText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceFormTest {

    private static final FreeText OWN =
            FreeText.of("Own image", text -> text.startsWith("lab/"), "Must begin with lab/.");
    private static final ChoiceField IMAGE = ChoiceField.list(
                    "image", "Image", List.of(Alternative.of("base", "Base"), Alternative.of("r", "R")))
            .control("profile-option-big--image")
            .or(OWN)
            .usually("r");
    private static final ChoiceForm FORM = ChoiceForm.of(List.of(
            ChoiceField.list(
                    "profile",
                    "Profile",
                    List.of(
                            Alternative.of("small", "Small"),
                            Alternative.of("big", "Big").asking(List.of(IMAGE)))),
            ChoiceField.text("note", FreeText.of("Note", text -> !text.contains("!"), "Must not shout."), "none")));

    @Test
    void answersWhatNobodyAnswered() {
        ChoiceForm.Chosen chosen = chosen(Map.of());

        assertThat(chosen.listed("profile")).contains("small");
        assertThat(chosen.listed("image")).isEmpty();
        assertThat(chosen.written("note")).contains("none");
        assertThat(chosen(Map.of("profile", "big")).listed("image")).contains("r");
    }

    @Test
    void takesAListedAnswerOrAText() {
        ChoiceForm.Chosen listed = chosen(Map.of("profile", "big", "image", "base"));
        ChoiceForm.Chosen written = chosen(Map.of("profile", "big", "image--unlisted-choice", "lab/x:1"));

        assertThat(listed.listed("image")).contains("base");
        assertThat(listed.written("image")).isEmpty();
        assertThat(written.written("image")).contains("lab/x:1");
        assertThat(written.listed("image")).isEmpty();
    }

    @Test
    void saysWhatIsWrongAndWhatThereIs() {
        assertThat(refusal(Map.of("profile", "huge")))
                .isEqualTo("\"huge\" cannot be chosen for Profile; there are small, big");
        assertThat(refusal(Map.of("profile", "big", "image--unlisted-choice", "evil/x")))
                .isEqualTo("\"evil/x\" cannot be taken for Image: Must begin with lab/.");
        assertThat(refusal(Map.of("profile", "small", "image", "base")))
                .isEqualTo("There is no choice \"image\" here; known are profile, note");
        assertThat(refusal(Map.of("profile", "big", "image", "base", "image--unlisted-choice", "lab/x")))
                .isEqualTo("Either choose Image from the list or write it, not both");
        assertThat(refusal(Map.of("profile", "big", "image", "unlisted-choice")))
                .isEqualTo("Write what you want for Image, or choose from the list");
        assertThat(refusal(Map.of("profile", 3))).isEqualTo("\"profile\" must be a text, for Profile");
        assertThat(refusal(Map.of("note", "Now!"))).contains("Must not shout.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab/x\n", "lab/\0", "lab/\u007f"})
    void takesNoTextWithControlCharacters(String text) {
        assertThat(refusal(Map.of("profile", "big", "image--unlisted-choice", text)))
                .doesNotContain("\n", "\0", "\u007f");
    }

    @Test
    void takesNoLongText() {
        String most = "lab/" + "x".repeat(ChoiceForm.MAX_TEXT - 4);

        assertThat(chosen(Map.of("profile", "big", "image--unlisted-choice", most))
                        .written("image"))
                .contains(most);
        assertThat(refusal(Map.of("profile", "big", "image--unlisted-choice", most + "x")))
                .hasSizeLessThan(200);
    }

    @Test
    void readsFormsAsKubeSpawnerNamesThem() {
        Map<String, List<String>> posted = Map.of(
                "_xsrf", List.of("t"),
                "profile", List.of("big"),
                "profile-option-big--image", List.of("unlisted-choice"),
                "profile-option-big--image--unlisted-choice", List.of(" lab/x:1 "));

        assertThat(FORM.isAnsweredBy(posted)).isTrue();
        assertThat(FORM.fromForm(posted).values())
                .isEqualTo(Map.of("profile", "big", "image--unlisted-choice", "lab/x:1"));
    }

    @Test
    void leavesOutWhatBelongsToAnotherAlternative() {
        Map<String, List<String>> posted =
                Map.of("profile", List.of("small"), "profile-option-big--image", List.of("base"));

        assertThat(FORM.fromForm(posted).values()).isEqualTo(Map.of("profile", "small"));
    }

    @Test
    void leavesOutTheTextBesideAListedAnswer() {
        Map<String, List<String>> posted = Map.of(
                "profile", List.of("big"),
                "profile-option-big--image", List.of("base"),
                "profile-option-big--image--unlisted-choice", List.of("lab/x:1"));

        assertThat(FORM.fromForm(posted).values()).isEqualTo(Map.of("profile", "big", "image", "base"));
    }

    @Test
    void knowsAFormThatAnswersNothing() {
        assertThat(FORM.isAnsweredBy(Map.of("_xsrf", List.of("t")))).isFalse();
        assertThat(FORM.fromForm(Map.of("_xsrf", List.of("t")))).isEqualTo(Opaque.empty());
    }

    @Test
    void dropsWhatIsNotOfferedAnyMore() {
        Opaque kept = Opaque.of(1, Map.of("profile", "big", "image", "gone", "note", "fine", "old", List.of(1)));

        assertThat(FORM.stillRight(kept).values()).isEqualTo(Map.of("profile", "big", "note", "fine"));
        assertThat(FORM.stillRight(Opaque.of(1, Map.of("profile", "gone", "image", "base"))))
                .isEqualTo(Opaque.empty());
        assertThat(FORM.stillRight(Opaque.of(
                        1, Map.of("image", "unlisted-choice", "image--unlisted-choice", "evil", "profile", "big"))))
                .isEqualTo(Opaque.of(1, Map.of("profile", "big")));
    }

    @Test
    void asksOnlyWhereThereIsAChoice() {
        Alternative only = Alternative.of("only", "Only");

        assertThat(ChoiceForm.of(List.of()).asks()).isFalse();
        assertThat(ChoiceForm.of(List.of(ChoiceField.list("a", "A", List.of(only))))
                        .asks())
                .isFalse();
        assertThat(ChoiceForm.of(List.of(
                                ChoiceField.list("a", "A", List.of(only)).or(OWN)))
                        .asks())
                .isTrue();
        assertThat(ChoiceForm.of(List.of(ChoiceField.list("a", "A", List.of(only.asking(List.of(IMAGE))))))
                        .asks())
                .isTrue();
    }

    @Test
    void refusesQuestionsThatCannotBeToldApart() {
        ChoiceField one = ChoiceField.list("a", "A", List.of(Alternative.of("x", "X")));

        assertThatIllegalArgumentException().isThrownBy(() -> ChoiceForm.of(List.of(one, one.control("b"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChoiceForm.of(List.of(
                        one, ChoiceField.list("b", "B", one.alternatives()).control("a"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChoiceForm.of(List.of(ChoiceField.list(
                        "a", "A", List.of(Alternative.of("x", "X").asking(List.of(one.control("inner"))))))));
        assertThatIllegalArgumentException().isThrownBy(() -> ChoiceField.list("a", "A", List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ChoiceField.list("a", "A", List.of(Alternative.of("x", "X"), Alternative.of("x", "Y"))));
    }

    private static ChoiceForm.Chosen chosen(Map<String, ?> options) {
        return (ChoiceForm.Chosen) FORM.check(Opaque.of(1, options));
    }

    private static String refusal(Map<String, ?> options) {
        return ((ChoiceForm.Refused) FORM.check(Opaque.of(1, options))).publicMessage();
    }
}
