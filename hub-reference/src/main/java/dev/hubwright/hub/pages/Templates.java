package dev.hubwright.hub.pages;

import dev.hubwright.api.InvalidSettings;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.Extension;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns templates into HTML. A built-in template is compiled when it is first used, those of the operator at once.
 * Thread-safe.
 */
final class Templates {

    private static final Logger LOG = LoggerFactory.getLogger(Templates.class);

    private final Extension extension;
    private volatile Optional<OperatorTemplates> overriding = Optional.empty();
    private PebbleEngine builtIn;

    Templates(List<Path> folders, Extension extension) {
        this.extension = extension;
        use(folders);
    }

    /**
     * Reads the templates of these folders, of which the first counts most, in place of all that were read before.
     *
     * @throws InvalidSettings if one cannot be used; then nothing has changed
     */
    void use(List<Path> folders) {
        overriding = folders.isEmpty() ? Optional.empty() : Optional.of(new OperatorTemplates(folders, extension));
    }

    /** Made when it is first needed, so that a hub does not start later for it. */
    private synchronized PebbleEngine builtIn() {
        if (builtIn == null) {
            builtIn = engine(new TemplateLoader(List.of()), extension);
        }
        return builtIn;
    }

    static PebbleEngine engine(TemplateLoader loader, Extension extension) {
        return new PebbleEngine.Builder()
                .loader(loader)
                .extension(extension)
                .strictVariables(true)
                .defaultLocale(Locale.ENGLISH)
                .build();
    }

    /**
     * Renders a template. Where one of the operator fails on what it is given, the built-in one steps in: people must
     * still be able to sign in.
     */
    String render(String name, Map<String, Object> context) {
        Optional<OperatorTemplates> own = overriding;
        if (own.isPresent()) {
            try {
                return render(own.get().engine(), name, context);
            } catch (PebbleException | UncheckedIOException | StackOverflowError e) {
                LOG.error("{}; the built-in {} is shown instead", own.get().describe(name, e), name);
            }
        }
        return render(builtIn(), name, context);
    }

    private static String render(PebbleEngine engine, String name, Map<String, Object> context) {
        StringWriter writer = new StringWriter(4096);
        try {
            engine.getTemplate(name).evaluate(writer, context);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot render " + name, e);
        }
        return writer.toString();
    }
}
