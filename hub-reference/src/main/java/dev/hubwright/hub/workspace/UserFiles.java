package dev.hubwright.hub.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hubwright.hub.web.HttpError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The files under one folder. Paths are relative and divided by slashes; what leads out of the folder, by dots or by
 * symbolic links, is refused. Blocks. Everything that is wrong is an {@link HttpError} in words for the person.
 */
final class UserFiles {

    /** What an editor in a browser is good for. */
    static final int MAX_TEXT = 1024 * 1024;

    private static final String ANY = "*";
    private static final String UNFINISHED = ".unfinished-";

    private final Path root;

    UserFiles(Path folder) throws IOException {
        root = folder.toRealPath();
    }

    Path root() {
        return root;
    }

    /** One line of a list; size and time of what a link leads to. */
    record Entry(String name, boolean folder, long size, long modified) {}

    /** A text, and the version to name when it is saved. */
    record Text(String text, String version) {}

    /** What is in a folder: folders first, by name. */
    List<Entry> list(String path) {
        return doing(path, () -> {
            Path folder = existing(path);
            if (!Files.isDirectory(folder)) {
                throw new HttpError(400, "This is no folder");
            }
            try (Stream<Path> paths = Files.list(folder)) {
                return paths.filter(entry -> !entry.getFileName().toString().startsWith(UNFINISHED))
                        .flatMap(entry -> entry(entry).stream())
                        .sorted(Comparator.comparing((Entry entry) -> !entry.folder())
                                .thenComparing(Entry::name, String.CASE_INSENSITIVE_ORDER)
                                .thenComparing(Entry::name))
                        .toList();
            }
        });
    }

    /** A file to read, which is an ordinary one. */
    Path readable(String path) {
        return doing(path, () -> {
            Path file = existing(path);
            // Opening a pipe would wait for its other end.
            if (!Files.isRegularFile(file)) {
                throw new HttpError(400, "This is no ordinary file");
            }
            if (!Files.isReadable(file)) {
                throw new AccessDeniedException(path);
            }
            return file;
        });
    }

    Text text(String path) {
        return doing(path, () -> {
            Path file = readable(path);
            String version = version(file);
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MAX_TEXT + 1);
            }
            if (bytes.length > MAX_TEXT) {
                throw new HttpError(415, "This file is too large to edit here; download it");
            }
            try {
                return new Text(
                        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), version);
            } catch (CharacterCodingException e) {
                throw new HttpError(415, "This file is no text; download it");
            }
        });
    }

    /** A new place beside the file that is to be written, from which {@link #replace} takes it. */
    Path beside(String path) {
        return doing(path, () -> target(path).resolveSibling(UNFINISHED + UUID.randomUUID()));
    }

    /**
     * Puts a written file in its place.
     *
     * @param version as {@link Reply.Receiving} has it
     * @return the new version
     */
    String replace(String path, Path written, Optional<String> version) {
        return doing(path, () -> {
            Path file = target(path);
            boolean there = Files.exists(file);
            if (there && version.isEmpty()) {
                throw new HttpError(409, "There is a file of this name already");
            }
            boolean expected = version.isEmpty()
                    || version.get().equals(ANY)
                    || there && version.get().equals(version(file));
            if (!expected) {
                throw new HttpError(412, "The file was changed elsewhere since you opened it");
            }
            if (there) {
                Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(file));
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return version(file);
        });
    }

    void makeFolder(String path) {
        doing(path, () -> Files.createDirectory(within(existing(parent(path)), name(path))));
    }

    /** Deletes a file, a link or an empty folder. */
    void delete(String path) {
        doing(path, () -> {
            Files.delete(within(existing(parent(path)), name(path)));
            return path;
        });
    }

    private Optional<Entry> entry(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new Entry(
                    path.getFileName().toString(),
                    attributes.isDirectory(),
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis()));
        } catch (IOException e) {
            // Gone meanwhile, or a link that leads nowhere.
            return Optional.empty();
        }
    }

    /** What a path means, after all links. */
    private Path existing(String path) throws IOException {
        Path place = root;
        for (String name : path.isEmpty() ? List.<String>of() : List.of(path.split("/", -1))) {
            place = within(place, name);
        }
        return inside(place.toRealPath());
    }

    /** Where a file is written: the file that is there, after all links, or a new one in a folder that is there. */
    private Path target(String path) throws IOException {
        Path file = within(existing(parent(path)), name(path));
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return file;
        }
        Path real = inside(file.toRealPath());
        if (!Files.isRegularFile(real)) {
            throw new HttpError(409, "There is something else of this name already");
        }
        return real;
    }

    private Path inside(Path real) {
        if (!real.startsWith(root)) {
            throw new HttpError(403, "This leads out of your folder");
        }
        return real;
    }

    private static Path within(Path folder, String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new HttpError(400, "This is no name in your folder");
        }
        return folder.resolve(name);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String version(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS) + "-" + attributes.size() + "-"
                + attributes.fileKey().hashCode();
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T doing(String path, Work<T> work) {
        try {
            return work.run();
        } catch (InvalidPathException e) {
            throw new HttpError(400, "This is no name that a file can have");
        } catch (NoSuchFileException e) {
            throw new HttpError(404, "There is no such file or folder");
        } catch (AccessDeniedException e) {
            throw new HttpError(403, "You may not do this here");
        } catch (FileAlreadyExistsException e) {
            throw new HttpError(409, "There is something of this name already");
        } catch (DirectoryNotEmptyException e) {
            throw new HttpError(409, "The folder is not empty");
        } catch (FileSystemLoopException e) {
            throw new HttpError(400, "The links of this folder lead in a circle");
        } catch (FileSystemException e) {
            throw new HttpError(507, "This could not be done: " + e.getReason());
        } catch (IOException | UncheckedIOException e) {
            throw new HttpError(500, "This could not be done: " + e.getMessage());
        }
    }
}
