package dev.hubwright.api.contract;

import java.util.List;

/** Names that careless stores mix up, cut off or run. */
final class HostileNames {

    /** All differ, some in what people do not see. */
    static final List<String> ALL = List.of(
            "alice",
            "Alice",
            "alıce",
            "alice ",
            " alice",
            "аlice",
            "ａｌｉｃｅ",
            "al\u00efce",
            "ali\u0308ce",
            "al\u200bice",
            "alice'; DROP TABLE users; --",
            "\"alice\"",
            "`alice`",
            "al:ice",
            "alice\\",
            "al%ce",
            "al_ce",
            "a?ice",
            "${alice}",
            "<alice>",
            "alice\n",
            "\uD83D\uDE00",
            "null",
            "a".repeat(300),
            "a".repeat(299) + "b");

    /** A store may refuse these, but not keep them as something else. */
    static final List<String> REFUSABLE = List.of("alice\0", "alice\0bob", "\0", "a\uD800ice", "a\uDC00ice");

    private HostileNames() {}
}
