package dev.hubwright.hub;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.hub.pages.Pages;
import dev.hubwright.hub.rest.Reloading;
import dev.hubwright.hub.settings.ConfigurationChange;
import dev.hubwright.hub.settings.HubConfiguration;
import dev.hubwright.hub.settings.ProviderInstance;
import dev.hubwright.hub.store.People;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over changed settings while a hub runs, as far as that is safe. Thread-safe. */
final class Reloader implements Reloading {

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private final HubConfiguration started;
    private final Supplier<HubConfiguration> source;
    private final LoginPipeline pipeline;
    private final People people;
    private final Pages pages;
    private final Effects effects;
    private HubConfiguration running;

    Reloader(
            HubConfiguration started,
            Supplier<HubConfiguration> source,
            LoginPipeline pipeline,
            People people,
            Pages pages,
            Effects effects) {
        this.started = started;
        this.source = source;
        this.pipeline = pipeline;
        this.people = people;
        this.pages = pages;
        this.effects = effects;
        this.running = started;
    }

    @Override
    public synchronized Outcome reload() throws ProviderException {
        HubConfiguration next;
        NamedPeople named;
        try {
            next = source.get();
            // What changes names of people needs a restart, as tokens do, so the running hub's rules judge these.
            named = new NamedPeople(Map.of(), next.loadGroups(), next.roles()).called(pipeline, people);
            pages.use(next.templateFolders());
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> LOG.error("The settings are not taken over: {}", problem));
            throw e;
        }
        ConfigurationChange change = ConfigurationChange.of(started, running, next);
        boolean sameAuthenticators =
                change.needRestart().stream().noneMatch(path -> path.startsWith("JupyterHub.authenticator"));
        if (sameAuthenticators) {
            next.authenticators().forEach(this::takeOver);
        }
        effects.apply(next, named);
        if (!next.logLevel().equals(running.logLevel())) {
            LogLevel.set(next.logLevel());
        }
        running = next;
        change.takenOver().forEach(path -> LOG.info("{} has changed and counts from now on", path));
        change.needRestart().forEach(path -> LOG.warn("{} has changed and needs a restart of the hub", path));
        next.warnings().forEach(warning -> LOG.warn("{}", warning));
        return new Outcome(change.takenOver(), change.needRestart());
    }

    private void takeOver(ProviderInstance<?> next) {
        started.authenticators().stream()
                .filter(instance -> instance.name().equals(next.name()))
                .forEach(instance -> pipeline.replaceRules(
                        instance.name(),
                        LoginRules.of(
                                ConfigurationChange.rules(instance.settings(), next.settings()),
                                instance.factory().schema())));
    }

    /** What else follows from new settings. */
    @FunctionalInterface
    interface Effects {
        void apply(HubConfiguration next, NamedPeople named) throws ProviderException;
    }
}
