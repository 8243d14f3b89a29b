package dev.hubwright.hub.pages;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.Extension;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns templates into HTML. A template is compiled when it is first used, those of the operator at once. */
final class Templates {

    private static final Logger LOG = LoggerFactory.getLogger(Templates.class);
    private static final String SETTING = "JupyterHub.template_paths";

    private final Extension extension;
    private final TemplateLoader loader;
    private final Optional<PebbleEngine> overriding;
    private PebbleEngine builtIn;

    Templates(Optional<Path> overrideFolder, Extension extension) {
        this.extension = extension;
        this.loader = new TemplateLoader(overrideFolder);
        this.overriding = overrideFolder.map(folder -> engine(loader, extension));
        overrideFolder.ifPresent(this::compileAll);
    }

    /** Made when it is first needed, so that a hub does not start later for it. */
    private synchronized PebbleEngine builtIn() {
        if (builtIn == null) {
            builtIn = engine(new TemplateLoader(Optional.empty()), extension);
        }
        return builtIn;
    }

    private static PebbleEngine engine(TemplateLoader loader, Extension extension) {
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
        if (overriding.isPresent()) {
            try {
                return render(overriding.get(), name, context);
            } catch (PebbleException | UncheckedIOException | StackOverflowError e) {
                LOG.error("{}; the built-in {} is shown instead", describe(name, e), name);
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

    private void compileAll(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidSettings(SETTING, "= " + folder + " is no folder; create it or remove the setting");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            InvalidSettings.throwIfAny(files.map(folder::relativize)
                    .map(Path::toString)
                    .filter(name -> loader.override(name).isPresent())
                    .sorted()
                    .flatMap(this::compile)
                    .toList());
        } catch (IOException e) {
            throw new InvalidSettings(SETTING, "= " + folder + " cannot be listed: " + e.getMessage());
        }
    }

    private Stream<Problem> compile(String name) {
        try {
            overriding.orElseThrow().getTemplate(name);
            return Stream.empty();
        } catch (PebbleException e) {
            return Stream.of(Problem.of(SETTING, describe(name, e)));
        }
    }

    private String describe(String name, Throwable trouble) {
        if (trouble instanceof PebbleException failure) {
            String file = Optional.ofNullable(failure.getFileName()).orElse(name);
            String place = loader.override(file).map(Path::toString).orElse(file);
            String line = Optional.ofNullable(failure.getLineNumber())
                    .map(number -> ", line " + number)
                    .orElse("");
            return "Template " + place + line + ": " + failure.getPebbleMessage();
        }
        String place = loader.override(name).map(Path::toString).orElse(name);
        return trouble instanceof StackOverflowError
                ? "Template " + place + " leads back to itself; extend \"default/" + name + "\" instead"
                : "Template " + place + ": " + trouble.getMessage();
    }
}
