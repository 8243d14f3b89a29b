package dev.hubwright.hub.web;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Percent-encoding of paths, queries and forms. */
public final class UrlEncoding {

    private UrlEncoding() {}

    /** Encodes a value for a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Decodes a segment of a path.
     *
     * @throws HttpError 400 if it is not percent-encoded UTF-8
     */
    public static String decode(String text) {
        return decode(text, false);
    }

    /**
     * Parses a query or a form: all values of each name, in order.
     *
     * @throws HttpError 400 if it is not percent-encoded UTF-8
     */
    public static Map<String, List<String>> parse(String encoded) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
                values.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
            }
        }
        return values;
    }

    private static String decode(String text, boolean plusIsBlank) {
        if (text.indexOf('%') < 0 && !(plusIsBlank && text.indexOf('+') >= 0)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                bytes.write(16 * digit(raw, i + 1) + digit(raw, i + 2));
                i += 2;
            } else {
                bytes.write(plusIsBlank && raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new HttpError(400, "The address or form is not UTF-8");
        }
    }

    private static int digit(byte[] raw, int index) {
        int value = index < raw.length ? Character.digit(raw[index], 16) : -1;
        if (value < 0) {
            throw new HttpError(400, "The address or form has a \"%\" that is not followed by two hexadecimal digits");
        }
        return value;
    }
}
