package dev.hubwright.auth.pam;

import com.sun.jna.Native;
import dev.hubwright.api.ProviderContext;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How processes beside the hub's own are started: without its environment, and not as part of its terminal. */
final class HelperProcess {

    private HelperProcess() {}

    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .directory(new File("/"));
        // The hub's environment holds secrets.
        builder.environment().keySet().retainAll(Set.of("PATH", "LANG", "LC_ALL", "LC_CTYPE"));
        return builder;
    }

    /** The command of a small JVM that runs {@link SessionHolder}. */
    static List<String> session(String spawnId) {
        Set<String> classPath = new LinkedHashSet<>();
        for (Class<?> type : List.of(SessionHolder.class, Native.class, ProviderContext.class)) {
            classPath.add(source(type));
        }
        String java = ProcessHandle.current().info().command().orElse("java");
        List<String> command = new ArrayList<>(List.of("setsid", java));
        command.addAll(
                List.of("-Xmx16m", "-Xss256k", "-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", String.join(":", classPath)));
        command.addAll(List.of(SessionHolder.class.getName(), spawnId));
        return command;
    }

    private static String source(Class<?> type) {
        URI location = URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString());
        return Path.of(location).toString();
    }
}
