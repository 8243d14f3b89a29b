package dev.hubwright.auth.pam;

import dev.hubwright.api.Opaque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The variables that modules set, such as where the ticket cache is, on their way to a person's server. */
final class PamEnvironment {

    private static final String VARIABLES = "pam_environment";
    /** What is the spawner's to say, or would change what the server runs. */
    private static final Set<String> NOT_OURS = Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "MAIL", "PWD");

    private PamEnvironment() {}

    /** Those that may be passed on. */
    static Map<String, String> harmless(Map<String, String> variables) {
        Map<String, String> kept = new LinkedHashMap<>();
        variables.forEach((name, value) -> {
            if (!NOT_OURS.contains(name)
                    && !name.startsWith("LD_")
                    && !name.startsWith("JUPYTER")
                    && !name.startsWith("JPY_")) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    /** What to keep with the person. */
    static Opaque toKeep(Map<String, String> variables) {
        Map<String, String> kept = harmless(variables);
        return kept.isEmpty() ? Opaque.empty() : Opaque.of(1, Map.of(VARIABLES, kept));
    }

    /** What was kept with the person. */
    static Map<String, String> kept(Opaque authState) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (authState.values().get(VARIABLES) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
        }
        return harmless(variables);
    }
}
