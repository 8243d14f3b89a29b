package dev.hubwright.spawner.sudo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks the program {@code setsid}, which every Linux has, on top of the JDK's own helper for new processes. */
final class SetsidProgram implements SessionMaker {

    @Override
    public Process start(List<String> words, Map<String, String> environment, Path folder, Path log)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("setsid"));
        all.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; setsid belongs to util-linux", e);
        }
    }

    @Override
    public boolean heedsAllSignals() {
        return false;
    }
}
