package dev.hubwright.auth.pam;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.hubwright.api.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Answers the modules of one transaction, from the form or by asking the person. Called by libpam on the transaction's
 * thread; a reference must be held until {@code pam_end}.
 */
final class Conversation implements LibPam.ConversationCallback {

    private static final int PROMPT_ECHO_OFF = 1;
    private static final int PROMPT_ECHO_ON = 2;
    private static final int ERROR_MSG = 3;
    private static final int TEXT_INFO = 4;
    private static final int MAX_MESSAGES = 32;
    private static final int MAX_TEXTS = 32;
    /** {@code struct pam_response}: a pointer, and a number that is padded to the size of one. */
    private static final long RESPONSE_SIZE = 2L * Native.POINTER_SIZE;

    private final LibC c;
    private final Answers answers;
    private final Encoding encoding;
    private final Dialogue dialogue;
    private final List<String> texts = new ArrayList<>();
    private int shown;
    private boolean unanswered;
    private Optional<Throwable> defect = Optional.empty();

    Conversation(LibC c, Answers answers, Encoding encoding, Dialogue dialogue) {
        this.c = c;
        this.answers = answers;
        this.encoding = encoding;
        this.dialogue = dialogue;
    }

    @Override
    public int invoke(int count, Pointer messages, Pointer responses, Pointer data) {
        try {
            return converse(count, messages, responses) ? PamCode.SUCCESS.number() : PamCode.CONV_ERR.number();
        } catch (Throwable e) { // JNA would make a success of it
            defect = Optional.of(e);
            return PamCode.CONV_ERR.number();
        }
    }

    private boolean converse(int count, Pointer messages, Pointer responses) {
        if (count <= 0 || count > MAX_MESSAGES || messages == null) {
            return false;
        }
        List<Prompt> prompts = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Pointer message = messages.getPointer((long) i * Native.POINTER_SIZE);
            int style = message.getInt(0);
            String text = text(message.getPointer(Native.POINTER_SIZE));
            if (style == PROMPT_ECHO_OFF || style == PROMPT_ECHO_ON) {
                prompts.add(new Prompt(style == PROMPT_ECHO_OFF, text));
                positions.add(i);
            } else if (style == ERROR_MSG || style == TEXT_INFO) {
                hear(text);
            } else {
                return false;
            }
        }
        return respond(count, responses, prompts, positions);
    }

    private boolean respond(int count, Pointer responses, List<Prompt> prompts, List<Integer> positions) {
        if (responses == null) {
            return prompts.isEmpty(); // Some modules give no place for answers when they only tell something.
        }
        Optional<List<Secret>> given = answer(prompts);
        if (given.isEmpty()) {
            return false;
        }
        List<byte[]> values = new ArrayList<>();
        try {
            for (Secret secret : given.get()) {
                Optional<byte[]> bytes = encoding.bytes(secret);
                if (bytes.isEmpty()) {
                    return false;
                }
                values.add(bytes.get());
            }
            responses.setPointer(0, written(count, values, positions));
            return true;
        } finally {
            values.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
        }
    }

    /** In memory of the C library, which the modules overwrite and free. */
    private Pointer written(int count, List<byte[]> values, List<Integer> positions) {
        Pointer array = allocate(count, RESPONSE_SIZE);
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i);
            Pointer text = allocate(value.length + 1L, 1);
            text.write(0, value, 0, value.length);
            array.setPointer(positions.get(i) * RESPONSE_SIZE, text);
        }
        return array;
    }

    private Pointer allocate(long count, long size) {
        Pointer memory = c.calloc(new NativeLong(count), new NativeLong(size));
        if (memory == null) {
            throw new OutOfMemoryError("calloc");
        }
        return memory;
    }

    /** All answers; those that the form does not hold are asked for together. */
    private Optional<List<Secret>> answer(List<Prompt> prompts) {
        List<Optional<Secret>> known = prompts.stream().map(answers::to).toList();
        List<Prompt> open = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            if (known.get(i).isEmpty()) {
                open.add(prompts.get(i));
            }
        }
        List<Secret> asked = List.of();
        if (!open.isEmpty()) {
            Optional<List<Secret>> given = dialogue.ask(open, unshown());
            unanswered = given.isEmpty();
            if (unanswered) {
                return Optional.empty();
            }
            asked = given.get();
        }
        List<Secret> all = new ArrayList<>();
        int next = 0;
        for (Optional<Secret> each : known) {
            all.add(each.isPresent() ? each.get() : asked.get(next++));
        }
        return Optional.of(all);
    }

    private List<String> unshown() {
        List<String> fresh = List.copyOf(texts.subList(shown, texts.size()));
        shown = texts.size();
        return fresh;
    }

    private void hear(String text) {
        if (!text.isEmpty() && texts.size() < MAX_TEXTS) {
            texts.add(text);
        }
    }

    private String text(Pointer memory) {
        if (memory == null) {
            return "";
        }
        return encoding.text(memory.getByteArray(0, (int) memory.indexOf(0, (byte) 0)));
    }

    /** All that modules have said so far. */
    List<String> texts() {
        return texts;
    }

    boolean isUnanswered() {
        return unanswered;
    }

    Optional<Throwable> defect() {
        return defect;
    }
}
