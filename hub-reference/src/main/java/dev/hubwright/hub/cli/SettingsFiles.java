package dev.hubwright.hub.cli;

import dev.hubwright.api.Origin;
import dev.hubwright.api.RawSettings;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.settings.YamlSettings;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that make a configuration, for all commands that need one. */
final class SettingsFiles {

    @Option(
            names = {"-f", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "Settings in YAML; may be given several times, and later files win.")
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
        RawSettings raw = YamlSettings.read(files, surroundings.environment());
        raw = over(raw, "ip", ip, "--ip");
        raw = over(raw, "port", port, "--port");
        raw = over(raw, "log_level", debug ? "DEBUG" : null, "--debug");
        raw = over(raw, "log_level", logLevel, "--log-level");
        return resolve(raw, surroundings);
    }

    static HubConfiguration resolve(RawSettings raw, Surroundings surroundings) {
        return HubConfiguration.resolve(
                raw,
                surroundings.authenticators().get(),
                surroundings.spawners().get(),
                surroundings.environment());
    }

    private static RawSettings over(RawSettings raw, String key, String value, String option) {
        return value == null ? raw : raw.with("JupyterHub", key, value, new Origin(option));
    }
}
