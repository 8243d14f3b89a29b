package dev.hubwright.hub.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that only grows, and may be moved away at any time. For one thread. */
final class AppendedFile {

    private static final Logger LOG = LoggerFactory.getLogger(AppendedFile.class);

    private final Path path;
    private Optional<FileChannel> channel = Optional.empty();
    private Object key;

    AppendedFile(Path path) {
        this.path = path;
    }

    /** All of it, or nothing and an exception. */
    void append(byte[] bytes) throws IOException {
        if (channel.isEmpty() || !Objects.equals(key, currentKey())) {
            open();
        }
        FileChannel open = channel.orElseThrow();
        long before = open.size();
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                open.write(buffer);
            }
        } catch (IOException e) {
            open.truncate(before);
            throw e;
        }
    }

    private void open() throws IOException {
        close();
        channel = Optional.of(FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
        key = currentKey();
    }

    private Object currentKey() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    void close() {
        try {
            if (channel.isPresent()) {
                channel.get().close();
            }
        } catch (IOException e) {
            LOG.warn("{} could not be closed", path, e);
        } finally {
            channel = Optional.empty();
        }
    }
}
