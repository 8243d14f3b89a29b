package dev.hubwright.hub.settings;

import dev.hubwright.api.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The database, from the settings that say where it is. */
final class DatabaseAddress {

    private static final Pattern KNOWN = Pattern.compile("(sqlite|postgres|postgresql)(\\+\\w+)?://.*");
    private static final Pattern WITHOUT_PASSWORD = Pattern.compile("(postgres(?:ql)?(?:\\+\\w+)?://[^:@/]+)(@.*)");

    private DatabaseAddress() {}

    static boolean isKnown(Secret url) {
        // Without a scheme it is the path of an SQLite file, as in JupyterHub.
        return !url.isEmpty()
                && (!url.reveal().contains("://") || KNOWN.matcher(url.reveal()).matches());
    }

    static Secret of(Secret url, Optional<Secret> password) {
        if (!url.reveal().contains("://")) {
            return Secret.of("sqlite:///" + url.reveal());
        }
        Matcher open = WITHOUT_PASSWORD.matcher(url.reveal());
        return password.isPresent() && open.matches()
                ? Secret.of(open.group(1) + ":" + encoded(password.get()) + open.group(2))
                : url;
    }

    private static String encoded(Secret password) {
        return URLEncoder.encode(password.reveal(), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
