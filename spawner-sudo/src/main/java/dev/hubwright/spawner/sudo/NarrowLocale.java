package dev.hubwright.spawner.sudo;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gets variables past the JDK, which gives other programs a {@code ?} for each character that the hub's locale does not
 * know: in a container without {@code LANG}, for every one that is not ASCII. The launcher decodes them.
 */
final class NarrowLocale {

    /** Decodes what {@link #encode} has encoded; to be run by a POSIX shell. */
    static final String DECODER = """
            for name in $HUBWRIGHT_ENCODED; do
              eval "value=\\$(printf '%b.' \"\\$$name\"); $name=\\${value%.}"
            done
            unset HUBWRIGHT_ENCODED name value
            """;

    private static final String NAMES = "HUBWRIGHT_ENCODED";

    private NarrowLocale() {}

    static boolean knows(String text) {
        return charset().newEncoder().canEncode(text);
    }

    /** Of words and variables of other programs: until JDK 17 the default charset, later the locale's. */
    static Charset charset() {
        return Runtime.version().feature() < 18 ? Charset.defaultCharset() : ofFiles();
    }

    /** Of the names of files. */
    static Charset ofFiles() {
        return Charset.forName(System.getProperty("sun.jnu.encoding"));
    }

    /** The same variables in ASCII where need be. The names of all of them must be names to a shell. */
    static Map<String, String> encode(Map<String, String> variables) {
        Map<String, String> encoded = new LinkedHashMap<>(variables);
        List<String> names = new ArrayList<>();
        variables.forEach((name, value) -> {
            if (!knows(value)) {
                names.add(name);
                encoded.put(name, octal(value));
            }
        });
        if (!names.isEmpty()) {
            encoded.put(NAMES, String.join(" ", names));
        }
        return encoded;
    }

    private static String octal(String text) {
        StringBuilder octal = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            octal.append(String.format("\\0%03o", b & 0xff));
        }
        return octal.toString();
    }
}
