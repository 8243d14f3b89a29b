package dev.hubwright.hub.store;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that what authenticators want kept is encrypted with. The first key encrypts, all of them decrypt: to change
 * keys, put the new one in front and drop the old one when everybody has logged in once more. Immutable.
 */
public final class CryptKeys {

    private static final String VARIABLE = "JUPYTERHUB_CRYPT_KEY";
    private static final int KEY_BYTES = 32;
    private static final int HEX_LENGTH = 64;
    private static final int BASE64_LENGTH = 44;

    private final List<CryptKey> keys;

    private CryptKeys(List<CryptKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** No keys: nothing can be encrypted, and so nothing that needs it can be kept. */
    public static CryptKeys none() {
        return new CryptKeys(List.of());
    }

    /**
     * Reads what {@code JUPYTERHUB_CRYPT_KEY} holds: keys between {@code ;}, each of them 32 bytes as 64 hexadecimal
     * digits, as 44 characters of base64 (either alphabet) or as they are. A blank text means no keys.
     *
     * @throws InvalidSettings if a key is none of these; tells which one, and never what it is
     */
    public static CryptKeys parse(String jupyterhubCryptKey) {
        List<String> texts = Stream.of(jupyterhubCryptKey.split(";"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        List<CryptKey> keys = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Optional<byte[]> key = bytes(texts.get(i)).filter(bytes -> bytes.length == KEY_BYTES);
            if (key.isPresent()) {
                keys.add(new CryptKey(new SecretKeySpec(key.get(), "AES")));
            } else {
                problems.add(problem(i, texts));
            }
        }
        InvalidSettings.throwIfAny(problems);
        return new CryptKeys(keys);
    }

    /** Whether there are no keys. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The key that encrypts. */
    Optional<CryptKey> first() {
        return keys.stream().findFirst();
    }

    Optional<CryptKey> byId(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** How many; never which. */
    @Override
    public String toString() {
        return "CryptKeys[" + keys.size() + "]";
    }

    private static Optional<byte[]> bytes(String text) {
        try {
            return switch (text.length()) {
                case HEX_LENGTH -> Optional.of(HexFormat.of().parseHex(text));
                case BASE64_LENGTH ->
                    Optional.of(
                            Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_')));
                default -> Optional.of(text.getBytes(StandardCharsets.UTF_8));
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Problem problem(int index, List<String> texts) {
        return Problem.of(
                VARIABLE,
                "has a key, number " + (index + 1) + " of " + texts.size() + ", of "
                        + texts.get(index).length() + " characters that is not 32 bytes as 64 hexadecimal digits,"
                        + " 44 characters of base64 or 32 plain characters; make one with \"openssl rand -hex 32\"");
    }

    /** A key and the id by which what it encrypted is known. */
    record CryptKey(SecretKey key, String id) {

        private static final int ID_LENGTH = 12;

        CryptKey(SecretKey key) {
            // A digest of a key of 256 bits tells nothing about it.
            this(key, Digests.sha256Hex("key id", key.getEncoded()).substring(0, ID_LENGTH));
        }

        @Override
        public String toString() {
            return "CryptKey[" + id + "]";
        }
    }
}
