package dev.hubwright.auth.pam;

import dev.hubwright.api.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Optional;

/** Turns texts into what libpam takes, and back. What it cannot say it refuses, as PAM would cut it off. */
final class Encoding {

    /** PAM_MAX_RESP_SIZE, of which the NUL at the end is one. */
    private static final int LONGEST = 511;

    private final Charset charset;

    Encoding(Charset charset) {
        this.charset = charset;
    }

    /** A text without secrets, with a NUL at its end. */
    byte[] terminated(String text) {
        byte[] bytes = text.getBytes(charset);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** The bytes of a secret, which the caller overwrites; empty if PAM cannot take it. */
    Optional<byte[]> bytes(Secret secret) {
        char[] characters = secret.chars();
        try {
            for (char character : characters) {
                if (character < ' ' || character == 127) {
                    return Optional.empty();
                }
            }
            ByteBuffer encoded = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(characters));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            Arrays.fill(encoded.array(), (byte) 0);
            return Optional.of(bytes).filter(Encoding::fits);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static boolean fits(byte[] bytes) {
        if (bytes.length <= LONGEST) {
            return true;
        }
        Arrays.fill(bytes, (byte) 0);
        return false;
    }

    /** Whether a name can be sent. */
    boolean canSay(String name) {
        return name.chars().allMatch(character -> character >= ' ' && character != 127)
                && charset.newEncoder().canEncode(name)
                && name.getBytes(charset).length <= LONGEST;
    }

    /** What a module says, short and on one line. */
    String text(byte[] bytes) {
        String text = new String(bytes, charset).strip();
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(500).forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }

    /** A name or variable as it is. */
    String exact(byte[] bytes) {
        return new String(bytes, charset);
    }
}
