package dev.hubwright.hub;

import com.microsoft.playwright.Page;
import dev.hubwright.api.contract.NodePackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** axe-core: looks for what keeps people out of a page who use it by keyboard, screen reader or with weak eyes. */
public final class Axe {

    private static final String RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
            + ".filter(found => ['serious', 'critical'].includes(found.impact))"
            + ".flatMap(found => found.nodes.map(node => `${found.id}: ${node.html}`))";

    private Axe() {}

    /** What is serious or critical, as rule and element. */
    @SuppressWarnings("unchecked")
    public static List<String> complaints(Page page) {
        if (!Boolean.TRUE.equals(page.evaluate("typeof axe === 'object'"))) {
            page.evaluate(source());
        }
        return (List<String>) page.evaluate(RUN);
    }

    private static String source() {
        Path file = NodePackage.home("axe-core").orElseThrow().resolve("axe.min.js");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
