package dev.hubwright.spawner.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** As much of the tar format as a single entry needs. */
final class Tar {

    private static final int BLOCK = 512;
    private static final int MODE_AT = 100;
    private static final int UID_AT = 108;
    private static final int GID_AT = 116;
    private static final int SIZE_AT = 124;
    private static final int KIND_AT = 156;
    private static final int PLAIN_FOLDER = 0755;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int LARGEST = 1 << 20;

    private Tar() {}

    /** An archive with one folder, mode 0755. */
    static byte[] folder(String name, long uid, long gid) {
        byte[] archive = new byte[3 * BLOCK];
        put(archive, 0, name + "/");
        put(archive, MODE_AT, "0000755\0");
        put(archive, UID_AT, octal(uid, 7));
        put(archive, GID_AT, octal(gid, 7));
        put(archive, SIZE_AT, octal(0, 11));
        put(archive, 136, octal(0, 11));
        put(archive, CHECKSUM_AT, " ".repeat(CHECKSUM_LENGTH));
        put(archive, KIND_AT, "5");
        put(archive, 257, "ustar\00000");
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += archive[i] & 0xff;
        }
        put(archive, CHECKSUM_AT, octal(sum, 6) + "\0 ");
        return archive;
    }

    /** The text of the first entry. */
    static String firstFile(InputStream archive) throws IOException {
        byte[] header = archive.readNBytes(BLOCK);
        if (header.length < BLOCK) {
            return "";
        }
        int length = (int) number(header, SIZE_AT, 12);
        return new String(archive.readNBytes(Math.min(length, LARGEST)), StandardCharsets.UTF_8);
    }

    /** Whether the first entry is a folder of root's that nobody else may write. */
    static boolean isPlainFolderOfRoot(InputStream archive) throws IOException {
        byte[] header = archive.readNBytes(BLOCK);
        return header.length == BLOCK
                && header[KIND_AT] == '5'
                && number(header, MODE_AT, 8) % 01000 == PLAIN_FOLDER
                && number(header, UID_AT, 8) == 0;
    }

    private static long number(byte[] header, int at, int length) {
        String text = new String(header, at, length, StandardCharsets.US_ASCII)
                .replace('\0', ' ')
                .strip();
        return text.isEmpty() ? 0 : Long.parseLong(text, 8);
    }

    private static String octal(long number, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "o", number);
    }

    private static void put(byte[] archive, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, archive, at, bytes.length);
    }
}
