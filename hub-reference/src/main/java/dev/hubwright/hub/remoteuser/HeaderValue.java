package dev.hubwright.hub.remoteuser;

import dev.hubwright.api.auth.AuthRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads headers that web servers fill with what they know. */
final class HeaderValue {

    private static final int LONGEST_NAME = 255;

    private HeaderValue() {}

    /**
     * The one user that a header names.
     *
     * @throws Unusable if it names none, several, or what cannot be one
     */
    static String user(AuthRequest request, String header) throws Unusable {
        List<String> values = request.header(header);
        if (values.isEmpty()) {
            throw new Unusable("there is no header " + header);
        }
        if (values.size() > 1) {
            throw new Unusable("the header " + header + " came " + values.size() + " times");
        }
        for (String twin : List.of(header.replace('_', '-'), header.replace('-', '_'))) {
            if (!twin.equalsIgnoreCase(header) && !request.header(twin).isEmpty()) {
                // Web servers take one for the other, so somebody may have got it past the front end.
                throw new Unusable("the header " + twin + " came beside " + header);
            }
        }
        String name = text(values.get(0)).strip();
        // What Apache writes where it has no value.
        if (name.isEmpty() || name.equals("(null)")) {
            throw new Unusable("the header " + header + " is empty");
        }
        boolean strange = name.chars().anyMatch(c -> c == ';' || c == ',' || Character.isISOControl(c));
        if (strange || name.length() > LONGEST_NAME) {
            throw new Unusable("the header " + header + " has a value that cannot be a user's name");
        }
        return name;
    }

    /** The values of a header with {@code ;} between them. */
    static List<String> list(AuthRequest request, String header) throws Unusable {
        List<String> parts = new ArrayList<>();
        for (String value : request.header(header)) {
            for (String part : text(value).split(";")) {
                if (!part.isBlank() && !part.strip().equals("(null)")) {
                    parts.add(part.strip());
                }
            }
        }
        return parts;
    }

    /** HTTP has bytes, which arrive as Latin-1; web servers mean UTF-8. */
    static String text(String value) throws Unusable {
        try {
            byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Unusable("a header is not UTF-8");
        }
    }

    /** The first value of a header, as it is to be kept. */
    static Optional<String> kept(AuthRequest request, String header) throws Unusable {
        List<String> values = request.header(header);
        return values.isEmpty() ? Optional.empty() : Optional.of(text(values.get(0)));
    }

    /** A header that says nothing which could be used. */
    static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }
}
