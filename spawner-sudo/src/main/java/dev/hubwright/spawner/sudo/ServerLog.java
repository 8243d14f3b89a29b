package dev.hubwright.spawner.sudo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** The file that a server prints to. */
final class ServerLog {

    /** No tail is longer, however long its lines are. */
    private static final int MOST_BYTES = 1 << 20;

    private static final int BLOCK = 8192;

    private ServerLog() {}

    /** Makes an empty file that nobody else can read; the one before it gets {@code .1} at its end. */
    static void create(Path file) throws IOException {
        PrivateFolders.create(file.getParent());
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
        Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                .close();
    }

    /** Empties the file, for another attempt of the same start. */
    static void clear(Path file) throws IOException {
        Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close();
    }

    /** Where the last lines begin. */
    static long startOfTail(Path file, int lines) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            long floor = Math.max(0, size - MOST_BYTES);
            int breaks = 0;
            for (long end = size; end > floor; end = Math.max(floor, end - BLOCK)) {
                long begin = Math.max(floor, end - BLOCK);
                byte[] block = read(channel, begin, (int) (end - begin));
                for (int i = block.length - 1; i >= 0; i--) {
                    // The line break at the very end ends the last line, and begins none.
                    if (block[i] == '\n' && begin + i < size - 1 && ++breaks == lines) {
                        return begin + i + 1;
                    }
                }
            }
            return floor;
        }
    }

    /** The last lines as text; empty if there is no file. */
    static String tail(Path file, int lines) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long start = startOfTail(file, lines);
            byte[] bytes = read(channel, start, (int) Math.min(MOST_BYTES, channel.size() - start));
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static byte[] read(SeekableByteChannel channel, long begin, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.max(0, length));
        channel.position(begin);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            continue;
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
