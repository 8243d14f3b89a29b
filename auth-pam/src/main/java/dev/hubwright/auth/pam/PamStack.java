package dev.hubwright.auth.pam;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a service consists of, as its file says it and the files that it includes: for which groups of functions it has
 * lines, and which modules it names. libpam does not tell, and takes the service {@code other} where something is missing.
 */
final class PamStack {

    private static final Pattern INCLUDE = Pattern.compile("@include\\s+(\\S+)");
    private static final Pattern LINE =
            Pattern.compile("-?(auth|account|password|session)\\s+(\\[[^\\]]*\\]|\\S+)\\s+(\\S+).*");
    private static final List<String> MODULE_FOLDERS =
            List.of("/lib64/security", "/usr/lib64/security", "/lib/security", "/usr/lib/security");

    private final List<Path> folders;
    private final Set<String> types = new HashSet<>();
    private final Set<Path> modules = new LinkedHashSet<>();
    private final Set<Path> read = new HashSet<>();

    private PamStack(List<Path> folders) {
        this.folders = folders;
    }

    /** Reads a service; empty if it has no file. */
    static Optional<PamStack> read(PamConfig config) {
        List<Path> folders = config.isUsualFolder()
                ? List.of(config.folder(), Path.of("/usr/lib/pam.d"), Path.of("/usr/share/pam.d"))
                : List.of(config.folder());
        PamStack stack = new PamStack(folders);
        // libpam writes the names of services in lower case.
        return stack.include(config.service().toLowerCase(Locale.ROOT)) ? Optional.of(stack) : Optional.empty();
    }

    /** Reads a service that has lines for all that a login needs; libpam would fill up another one from elsewhere. */
    static Optional<PamStack> whole(PamConfig config) {
        return read(config).filter(stack -> stack.has("auth") && (!config.checkAccount() || stack.has("account")));
    }

    private boolean include(String name) {
        Optional<Path> file = folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isReadable)
                .findFirst();
        if (file.isPresent() && read.add(file.get())) {
            lines(file.get()).forEach(this::line);
        }
        return file.isPresent();
    }

    private static List<String> lines(Path file) {
        List<String> lines = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        try {
            for (String line :
                    Files.readString(file, StandardCharsets.ISO_8859_1).split("\n")) {
                String text = line.replaceFirst("#.*", "").strip();
                boolean continues = text.endsWith("\\");
                pending.append(continues ? text.substring(0, text.length() - 1) + " " : text);
                if (!continues) {
                    lines.add(pending.toString());
                    pending.setLength(0);
                }
            }
        } catch (IOException e) {
            return List.of(); // As good as an empty one, which is reported.
        }
        return lines;
    }

    private void line(String line) {
        Matcher include = INCLUDE.matcher(line);
        if (include.matches()) {
            include(include.group(1));
            return;
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        String control = matcher.group(2);
        if (control.equals("include") || control.equals("substack")) {
            include(matcher.group(3));
            return;
        }
        types.add(matcher.group(1));
        module(matcher.group(3)).ifPresent(modules::add);
    }

    private static Optional<Path> module(String name) {
        Path path = Path.of(name);
        return path.isAbsolute()
                ? Optional.of(path)
                : moduleFolders()
                        .map(folder -> folder.resolve(name))
                        .filter(Files::isReadable)
                        .findFirst();
    }

    /** Where distributions have them; Debian names a folder after the processor. */
    static Stream<Path> moduleFolders() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> perProcessor = Files.newDirectoryStream(Path.of("/lib"), "*-linux-*")) {
            perProcessor.forEach(folder -> found.add(folder.resolve("security")));
        } catch (IOException e) {
            found.clear(); // There is no /lib here.
        }
        MODULE_FOLDERS.forEach(folder -> found.add(Path.of(folder)));
        return found.stream();
    }

    /** Whether it has lines of a type, such as {@code auth}. */
    boolean has(String type) {
        return types.contains(type);
    }

    /** The files of its modules, as far as they are found. */
    Set<Path> modules() {
        return modules;
    }

    /** The names of its modules. */
    List<String> moduleNames() {
        return modules.stream().map(module -> module.getFileName().toString()).toList();
    }
}
