package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.docs.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shell commands of a page of the documentation, run one block after the other under names of a test's own. */
final class Guide {

    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```\n", Pattern.DOTALL);

    private final String page;
    private final Map<String, String> names;
    private final Map<String, String> environment;

    /**
     * Reads a page.
     *
     * @param names regular expressions and what stands there instead; in order
     */
    Guide(String page, Map<String, String> names, Map<String, String> environment) throws IOException {
        this.page = Files.readString(Document.FOLDER.resolve(page));
        this.names = names;
        this.environment = environment;
    }

    List<String> blocks() {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(page);
        while (matcher.find()) {
            blocks.add(renamed(matcher.group(1)));
        }
        return blocks;
    }

    /** The same text with the test's own names. */
    String renamed(String text) {
        String renamed = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            renamed = Pattern.compile(name.getKey(), Pattern.MULTILINE)
                    .matcher(renamed)
                    .replaceAll(Matcher.quoteReplacement(name.getValue()));
        }
        return renamed;
    }

    /** Runs all of them in the folder of the sources; each must succeed. */
    void run() throws Exception {
        for (String block : blocks()) {
            runScript(block, environment);
        }
    }

    static String runScript(String script, Map<String, String> environment) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/bash", "-euo", "pipefail", "-c", script).redirectErrorStream(true);
        builder.directory(Path.of("..").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(script + "\n" + output).isZero();
        return output;
    }
}
