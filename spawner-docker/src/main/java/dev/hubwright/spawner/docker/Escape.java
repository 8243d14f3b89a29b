package dev.hubwright.spawner.docker;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Makes names of people safe in names of containers and volumes, so that different names stay different. */
enum Escape {
    /** Lower-case letters and digits stay; every other byte becomes {@code -} and two hex digits. */
    DEFAULT("abcdefghijklmnopqrstuvwxyz0123456789", '-') {
        @Override
        String of(String text) {
            return escaped(text).toLowerCase(Locale.ROOT);
        }
    },
    /** Letters, digits and hyphens stay; every other byte becomes {@code _} and two hex digits. */
    LEGACY("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", '_') {
        @Override
        String of(String text) {
            return escaped(text);
        }
    };

    private final String safe;
    private final char sign;

    Escape(String safe, char sign) {
        this.safe = safe;
        this.sign = sign;
    }

    static Escape named(String setting) {
        return setting.equals("legacy") ? LEGACY : DEFAULT;
    }

    abstract String of(String text);

    String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && safe.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append(sign).append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return escaped.toString();
    }
}
