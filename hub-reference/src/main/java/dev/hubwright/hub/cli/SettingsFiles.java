package dev.hubwright.hub.cli;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Origin;
import dev.hubwright.hub.settings.ConfigurationFiles;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.settings.Reading;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that make a configuration, for all commands that need one. */
final class SettingsFiles {

    @Option(
            names = {"-f", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "Settings: YAML, JSON, jupyterhub_config.py, or a folder of such files; may be given several"
                    + " times, and later files win.")
    private List<Path> files;

    @Option(names = "--ip", paramLabel = "IP", description = "Binds this address instead of the one in bind_url.")
    private String ip;

    @Option(names = "--port", paramLabel = "PORT", description = "Binds this port instead of the one in bind_url.")
    private String port;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "DEBUG, INFO, WARN, ERROR, or 10 to 50.")
    private String logLevel;

    @Option(names = "--debug", description = "The same as --log-level=DEBUG.")
    private boolean debug;

    @Option(
            names = "--no-ssl",
            description = "Taken for the sake of old start scripts; without ssl_key there is no https anyway.")
    private boolean noSsl;

    HubConfiguration resolve(Surroundings surroundings) {
        Reading reading = read(files, surroundings);
        reading = over(reading, "ip", ip, "--ip");
        reading = over(reading, "port", port, "--port");
        reading = over(reading, "log_level", debug ? "DEBUG" : null, "--debug");
        reading = over(reading, "log_level", logLevel, "--log-level");
        return resolve(reading, surroundings);
    }

    static Reading read(List<Path> files, Surroundings surroundings) {
        return ConfigurationFiles.read(files, surroundings.environment(), surroundings.providers());
    }

    static HubConfiguration resolve(Reading reading, Surroundings surroundings) {
        try {
            return HubConfiguration.resolve(
                    reading,
                    surroundings.authenticators().get(),
                    surroundings.spawners().get(),
                    surroundings.environment());
        } catch (InvalidSettings e) {
            reading.notes().forEach(note -> surroundings.err().println("warning: " + note));
            throw e;
        }
    }

    private static Reading over(Reading reading, String key, String value, String option) {
        return value == null ? reading : reading.with("JupyterHub", key, value, new Origin(option));
    }
}
