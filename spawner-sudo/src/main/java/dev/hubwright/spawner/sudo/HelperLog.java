package dev.hubwright.spawner.sudo;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the helper shows of a log; it ends when its input is closed. */
final class HelperLog extends FilterInputStream {

    private static final int LONGEST_PREFACE = 16 * 1024;

    private final Process process;

    private HelperLog(Process process) {
        super(process.getInputStream());
        this.process = process;
    }

    static InputStream open(List<String> command, Map<String, String> environment, byte[] request) throws IOException {
        Process process = HelperCall.process(command, environment, Optional.empty());
        HelperLog log = new HelperLog(process);
        HelperCall.send(process, request, true);
        StringBuilder preface = new StringBuilder();
        while (!preface.toString().endsWith("log\n")) {
            int one = log.in.read();
            if (one < 0 || preface.length() > LONGEST_PREFACE) {
                log.close();
                throw new IOException(preface.toString().strip());
            }
            preface.append((char) one);
        }
        return log;
    }

    /** The whole of it. */
    static String text(InputStream log) throws IOException {
        try (log) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        super.close();
    }
}
