package dev.hubwright.hub.settings;

import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.Providers;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.spawn.SpawnerFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes down all settings of the hub and of the providers on the class path. */
final class SettingsReference {

    private static final String HEAD = """
            # Settings

            All settings of the hub and of the providers that come with it, in their sections. This page is made from the
            code. A value may stand in the section that declares it or in a more special one of the same chain.

            Files are YAML, JSON or `jupyterhub_config.py`. `${env:NAME}`, `${env:NAME:-default}` and `${file:/path}` work in every text; `$$` is a `$`.
            An environment variable in the last column stands over the file. [How to run a hub](operating.md).
            """;

    private final StringBuilder text = new StringBuilder(HEAD);
    private final Set<String> written = new HashSet<>();

    String write() {
        title("The hub");
        HubSettings.SCHEMAS.forEach(this::sections);
        title("Authenticators");
        providers(AuthenticatorFactory.class);
        title("Spawners");
        providers(SpawnerFactory.class);
        title("Not supported");
        line("These stop the start, unless they ask for nothing (`false`, an empty text or list).");
        line("");
        others(OtherSettings.NOT_SUPPORTED);
        line("");
        line("In sections of authenticators and spawners:");
        line("");
        others(OtherSettings.NOT_SUPPORTED_IN_PROVIDERS);
        title("Without effect");
        line("These are read and change nothing; `check` and the start of a hub say so.");
        line("");
        others(OtherSettings.WITHOUT_EFFECT);
        return text.toString();
    }

    private <F extends ProviderFactory<?>> void providers(Class<F> kind) {
        Collection<F> factories =
                Providers.discover(kind, getClass().getClassLoader()).all();
        factories.stream().sorted(Comparator.comparing(ProviderFactory::id)).forEach(factory -> {
            line("`" + factory.id() + "` has the sections " + names(factory.schema()) + ".");
            line("");
        });
        factories.stream()
                .sorted(Comparator.comparing(ProviderFactory::id))
                .forEach(factory -> sections(factory.schema()));
    }

    private static String names(Schema schema) {
        return schema.sections().stream()
                .map(section -> "`" + section.name() + "`")
                .collect(Collectors.joining(" → "));
    }

    private void sections(Schema schema) {
        for (Schema.Section section : schema.sections()) {
            List<Setting<?>> settings =
                    section.settings().stream().filter(this::isDocumented).toList();
            if (!settings.isEmpty() && written.add(section.name())) {
                section(section, settings);
            }
        }
    }

    /** Settings that are known only to be refused have tables of their own. */
    private boolean isDocumented(Setting<?> setting) {
        return !setting.documentation().isEmpty();
    }

    private void section(Schema.Section section, List<Setting<?>> settings) {
        line("");
        line("### " + section.name());
        line("");
        if (!section.otherNames().isEmpty()) {
            line("Also named " + codes(section.otherNames()) + ".");
            line("");
        }
        line("| Key | Default | Meaning | Also |");
        line("|---|---|---|---|");
        settings.forEach(setting -> line("| `" + setting.key() + "` | " + standard(setting) + " | "
                + cell(setting.documentation()) + " | " + also(setting) + " |"));
    }

    private static String standard(Setting<?> setting) {
        return setting.isRequired()
                ? "required"
                : setting.defaultValue().map(SettingsReference::shown).orElse("");
    }

    private static String shown(Object value) {
        if (value instanceof Duration duration) {
            return String.valueOf(duration.toSeconds());
        }
        if (value instanceof Secret secret) {
            return code(secret.reveal());
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(item -> code(item.toString())).collect(Collectors.joining(", "));
        }
        return value instanceof Map<?, ?> map && map.isEmpty() ? "" : code(value.toString());
    }

    private static String also(Setting<?> setting) {
        String variables = setting.variables().isEmpty() ? "" : "variable " + codes(setting.variables());
        String oldKeys = setting.oldKeys().isEmpty() ? "" : "formerly " + codes(setting.oldKeys());
        return variables.isEmpty() || oldKeys.isEmpty() ? variables + oldKeys : variables + "; " + oldKeys;
    }

    private void others(Map<String, String> table) {
        line("| Setting | |");
        line("|---|---|");
        new TreeMap<>(table).forEach((path, sentence) -> line("| `" + path + "` | " + cell(sentence) + " |"));
    }

    private static String codes(List<String> names) {
        return names.stream().map(SettingsReference::code).collect(Collectors.joining(", "));
    }

    private static String code(String value) {
        return value.isEmpty() ? "" : "`" + cell(value) + "`";
    }

    private static String cell(String value) {
        return value.replace("|", "\\|").replace("\n", " ");
    }

    private void title(String name) {
        line("");
        line("## " + name);
        line("");
    }

    private void line(String line) {
        boolean wouldBeSecondBlank = line.isEmpty() && text.toString().endsWith("\n\n");
        if (!wouldBeSecondBlank) {
            text.append(line).append('\n');
        }
    }
}
