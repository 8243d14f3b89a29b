package dev.hubwright.hub.pages;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.Extension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the operator has put in place of built-in templates, all of it compiled. */
final class OperatorTemplates {

    private static final String SETTING = "JupyterHub.template_paths";

    private final TemplateLoader loader;
    private final PebbleEngine engine;

    /**
     * Reads and compiles them.
     *
     * @throws InvalidSettings with everything that is wrong in any of the folders
     */
    OperatorTemplates(List<Path> folders, Extension extension) {
        this.loader = new TemplateLoader(folders);
        this.engine = Templates.engine(loader, extension);
        InvalidSettings.throwIfAny(folders.stream().flatMap(this::compileAll).toList());
    }

    PebbleEngine engine() {
        return engine;
    }

    private Stream<Problem> compileAll(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.of(Problem.of(SETTING, "= " + folder + " is no folder; create it or remove the setting"));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> loader.override(folder.relativize(file).toString())
                            .filter(file::equals)
                            .isPresent())
                    .map(folder::relativize)
                    .map(Path::toString)
                    .sorted()
                    .flatMap(this::compile)
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.of(Problem.of(SETTING, "= " + folder + " cannot be listed: " + e.getMessage()));
        }
    }

    private Stream<Problem> compile(String name) {
        try {
            engine.getTemplate(name);
            return Stream.empty();
        } catch (PebbleException e) {
            return Stream.of(Problem.of(SETTING, describe(name, e)));
        }
    }

    /** What is wrong with a template, and where. */
    String describe(String name, Throwable trouble) {
        if (trouble instanceof PebbleException failure) {
            String file = Optional.ofNullable(failure.getFileName()).orElse(name);
            String line = Optional.ofNullable(failure.getLineNumber())
                    .map(number -> ", line " + number)
                    .orElse("");
            return "Template " + place(file) + line + ": " + failure.getPebbleMessage();
        }
        return trouble instanceof StackOverflowError
                ? "Template " + place(name) + " leads back to itself; extend \"default/" + name + "\" instead"
                : "Template " + place(name) + ": " + trouble.getMessage();
    }

    private String place(String name) {
        return loader.override(name).map(Path::toString).orElse(name);
    }
}
