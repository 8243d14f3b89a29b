package dev.hubwright.hub.settings.python;

import java.util.LinkedHashMap;
import java.util.Map;

/** What to write instead of what only Python can run. */
final class Advice {

    private static final Map<String, String> CALLS = new LinkedHashMap<>();

    static {
        CALLS.put("builtins.open", "reads a file; write ${file:/path} where its content is needed");
        CALLS.put("subprocess", "runs a command; run it before the hub starts and hand its output over as ${env:NAME}");
        CALLS.put("os.system", "runs a command; run it before the hub starts");
        CALLS.put("os.popen", "runs a command; run it before the hub starts and hand its output over as ${env:NAME}");
        CALLS.put(
                "os.urandom",
                "makes a random key; leave the setting out, or write a key that \"hubwright token\" makes");
        CALLS.put(
                "secrets.", "makes a random key; leave the setting out, or write a key that \"hubwright token\" makes");
        CALLS.put("socket.", "asks the network for names; write the name or address itself");
        CALLS.put("netifaces.", "asks the network for addresses; write the address itself");
        CALLS.put("requests.", "asks another server; write its answer as a value");
        CALLS.put("json.load", "reads JSON; give that file to -f, or write the values");
        CALLS.put("yaml.", "reads YAML; give that file to -f, or write the values");
        CALLS.put("pwd.", "asks for accounts; write their names");
        CALLS.put("grp.", "asks for groups; write Authenticator.allowed_groups instead of their members");
        CALLS.put("builtins.load_subconfig", "reads another file; give it to -f as well");
        CALLS.put("builtins.exec", "runs Python code; give its file to -f as well");
        CALLS.put("builtins.eval", "runs Python code; write its result");
        CALLS.put("z2jh.", "asks for a value of the Helm chart; write the value itself");
    }

    private Advice() {}

    static String onCall(String dotted) {
        String bare = dotted.replace("builtins.", "");
        return CALLS.entrySet().stream()
                .filter(entry -> dotted.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("calls " + bare + ", and no Python is run; write its result");
    }

    /** Whether a call changes nothing that a hub here could see. */
    static boolean isHarmless(String dotted) {
        return dotted.equals("builtins.print")
                || dotted.startsWith("sys.path.")
                || dotted.startsWith("logging.")
                || dotted.startsWith("warnings.");
    }

    static String onDefinition(String keyword) {
        return keyword.equals("class")
                ? "is not read: no Python is run; what a class adds to a provider is written in Java here, see"
                        + " docs/writing-a-provider.md"
                : "is not read: no Python is run";
    }
}
