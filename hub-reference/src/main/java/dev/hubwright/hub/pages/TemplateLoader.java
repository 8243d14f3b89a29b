package dev.hubwright.hub.pages;

import io.pebbletemplates.pebble.error.LoaderException;
import io.pebbletemplates.pebble.loader.Loader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds templates in the folders of the operator first, in their order, then among the built-in ones. With {@code default/} in front, a
 * name always means the built-in one, so that a template can extend the one that it replaces.
 */
final class TemplateLoader implements Loader<String> {

    private static final String BUILT_IN = "default/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\\.html");

    private final List<Path> folders;

    TemplateLoader(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** The file that the operator has put in place of the built-in template. */
    Optional<Path> override(String name) {
        if (name.startsWith(BUILT_IN) || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    @Override
    public Reader getReader(String name) {
        Optional<Path> file = override(name);
        try {
            return new StringReader(file.isPresent() ? Files.readString(file.get()) : builtIn(name));
        } catch (IOException e) {
            throw new LoaderException(
                    e, "Cannot read " + file.map(Path::toString).orElse(name) + " as UTF-8 text");
        }
    }

    private static String builtIn(String name) throws IOException {
        String file = name.startsWith(BUILT_IN) ? name.substring(BUILT_IN.length()) : name;
        try (InputStream stream = NAME.matcher(file).matches()
                ? TemplateLoader.class.getResourceAsStream("templates/" + file)
                : InputStream.nullInputStream()) {
            if (stream == null || !NAME.matcher(file).matches()) {
                throw new LoaderException(null, "There is no template \"" + name + "\"");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String createCacheKey(String name) {
        return name;
    }

    @Override
    public boolean resourceExists(String name) {
        String file = name.startsWith(BUILT_IN) ? name.substring(BUILT_IN.length()) : name;
        return override(name).isPresent()
                || NAME.matcher(file).matches() && TemplateLoader.class.getResource("templates/" + file) != null;
    }

    /** Names are never relative to each other. */
    @Override
    public String resolveRelativePath(String relativePath, String anchorPath) {
        return relativePath;
    }

    @Override
    public void setCharset(String charset) {}

    @Override
    public void setPrefix(String prefix) {}

    @Override
    public void setSuffix(String suffix) {}
}
