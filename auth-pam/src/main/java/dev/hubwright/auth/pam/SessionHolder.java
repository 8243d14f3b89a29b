package dev.hubwright.auth.pam;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process that holds one PAM session, from its opening until it is told to end by SIGTERM. What modules do to a
 * process, its limits, its login uid and its keyring, they do to this one and not to the hub.
 */
final class SessionHolder {

    private static final int CLOSING_SECONDS = 20;

    private SessionHolder() {}

    /**
     * Reads a {@link Wish} from standard input, and answers on standard output when the session is open.
     *
     * @param arguments the id of the start that the session belongs to, by which the process can be found
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            told.countDown();
            await(closed);
        }));
        try {
            hold(Wish.read(new DataInputStream(System.in)), told);
        } finally {
            closed.countDown();
        }
    }

    private static void await(CountDownLatch closed) {
        try {
            closed.await(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void hold(Wish wish, CountDownLatch told) throws IOException, InterruptedException {
        LibPam pam = LibPam.load();
        LibC c = LibC.load();
        Encoding encoding = new Encoding(Charset.forName(wish.encoding));
        Conversation conversation = new Conversation(c, Answers.none(), encoding, Dialogue.mute());
        LibPam.Conv conv = new LibPam.Conv();
        conv.callback = conversation;
        PointerByReference reference = new PointerByReference();
        int code = wish.start(pam, encoding, conv, reference);
        if (PamCode.SUCCESS.is(code)) {
            Pointer handle = reference.getValue();
            pam.pam_set_item(handle, LibPam.PAM_TTY, encoding.terminated(LibPam.TTY));
            code = wish.reopened ? PamCode.SUCCESS.number() : pam.pam_open_session(handle, 0);
            boolean open = PamCode.SUCCESS.is(code);
            new Answer(code, String.join(" ", conversation.texts()), Transaction.variables(pam, c, encoding, handle))
                    .write(new DataOutputStream(System.out));
            System.out.close();
            if (open) {
                if (!wish.reopened) {
                    told.await();
                }
                code = pam.pam_close_session(handle, 0);
            }
            pam.pam_end(handle, code);
        } else {
            new Answer(code, "", Map.of()).write(new DataOutputStream(System.out));
        }
        Reference.reachabilityFence(conv);
    }

    /**
     * What the hub wants.
     *
     * @param folder where services are
     * @param usualFolder whether that is where libpam looks by itself
     * @param reopened whether there was a session, whose process is gone, that only has to be closed
     */
    record Wish(String service, String folder, boolean usualFolder, String user, String encoding, boolean reopened) {

        static Wish of(PamConfig config, String user, boolean reopened) {
            Path folder = config.folder();
            return new Wish(
                    config.service(),
                    folder.toString(),
                    config.isUsualFolder(),
                    user,
                    config.encoding().name(),
                    reopened);
        }

        static Wish read(DataInputStream in) throws IOException {
            return new Wish(in.readUTF(), in.readUTF(), in.readBoolean(), in.readUTF(), in.readUTF(), in.readBoolean());
        }

        void write(DataOutputStream out) throws IOException {
            out.writeUTF(service);
            out.writeUTF(folder);
            out.writeBoolean(usualFolder);
            out.writeUTF(user);
            out.writeUTF(encoding);
            out.writeBoolean(reopened);
            out.flush();
        }

        private int start(LibPam pam, Encoding text, LibPam.Conv conv, PointerByReference handle) {
            byte[] name = text.terminated(user);
            return usualFolder
                    ? pam.pam_start(text.terminated(service), name, conv, handle)
                    : pam.pam_start_confdir(text.terminated(service), name, conv, text.terminated(folder), handle);
        }
    }

    /**
     * What came of it.
     *
     * @param code what the last function of libpam returned
     * @param said what modules said
     * @param variables what modules set
     */
    record Answer(int code, String said, Map<String, String> variables) {

        static Answer read(DataInputStream in) throws IOException {
            int code = in.readInt();
            String said = in.readUTF();
            Map<String, String> variables = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                variables.put(in.readUTF(), in.readUTF());
            }
            return new Answer(code, said, variables);
        }

        void write(DataOutputStream out) throws IOException {
            out.writeInt(code);
            out.writeUTF(said);
            out.writeInt(variables.size());
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                out.writeUTF(variable.getKey());
                out.writeUTF(variable.getValue());
            }
            out.flush();
        }
    }
}
