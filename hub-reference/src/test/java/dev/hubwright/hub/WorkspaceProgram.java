package dev.hubwright.hub;

import dev.hubwright.hub.cli.Main;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The built-in workspace as a command that a spawner starts. */
final class WorkspaceProgram {

    private WorkspaceProgram() {}

    static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                HubRun.classPath(),
                Main.class.getName(),
                "workspace");
    }

    /** What settings of a spawner have to say. Java sees files whose names are not ASCII with a locale for it. */
    static Map<String, Object> settings() {
        return Map.of("cmd", command(), "environment", Map.of("LC_ALL", "C.UTF-8"));
    }
}
