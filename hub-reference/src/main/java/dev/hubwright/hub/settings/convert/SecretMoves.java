package dev.hubwright.hub.settings.convert;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.RawSettings;
import dev.hubwright.hub.settings.Vocabulary;
import dev.hubwright.hub.settings.source.References;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Puts references in the place of secrets. Used once, by one thread. */
final class SecretMoves {

    private final Vocabulary vocabulary;
    private final SecretPlace place;
    private final List<String> toDo = new ArrayList<>();

    SecretMoves(Vocabulary vocabulary, SecretPlace place) {
        this.vocabulary = vocabulary;
        this.place = place;
    }

    RawSettings move(RawSettings settings) {
        RawSettings result = settings;
        if (place.kind() == SecretPlace.Kind.INLINE) {
            return result;
        }
        for (String section : settings.sections()) {
            for (var entry : settings.section(section).entrySet()) {
                if (vocabulary.isSecret(section, entry.getKey())) {
                    result = move(result, section, entry.getKey(), entry.getValue());
                }
            }
        }
        return result;
    }

    /** What is left for somebody to do. */
    List<String> toDo() {
        return toDo;
    }

    private RawSettings move(RawSettings settings, String section, String key, RawSettings.Entry entry) {
        if (!(entry.value() instanceof String template)) {
            toDo.add(entry.origin().description() + ": " + section + "." + key
                    + " holds secrets in a list or map, which stay where they are");
            return settings;
        }
        if (References.isIn(template)) {
            return settings;
        }
        String name = (section + "_" + key).replaceAll("\\W", "_");
        String secret = template.replace("$$", "$");
        String reference =
                place.kind() == SecretPlace.Kind.FILES ? "${file:" + write(name, secret) + "}" : variable(name, entry);
        return settings.with(section, key, reference, entry.origin());
    }

    private String variable(String name, RawSettings.Entry entry) {
        String variable = name.toUpperCase(Locale.ROOT);
        toDo.add("set the environment variable " + variable + " to the value at "
                + entry.origin().description());
        return "${env:" + variable + "}";
    }

    private Path write(String name, String secret) {
        Path file = place.folder().resolve(name);
        try {
            Files.createDirectories(
                    place.folder(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (var channel = Files.newByteChannel(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(StandardCharsets.UTF_8.encode(secret + "\n"));
            }
            return file;
        } catch (FileAlreadyExistsException e) {
            throw new InvalidSettings("--secrets", "has a file " + file + " already; name an empty folder");
        } catch (IOException e) {
            throw new InvalidSettings("--secrets", "= " + place.folder() + " cannot be written to: " + e);
        }
    }
}
