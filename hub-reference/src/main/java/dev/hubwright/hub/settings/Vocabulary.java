package dev.hubwright.hub.settings;

import dev.hubwright.api.ProviderFactory;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Schema;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the schemas of the hub and of installed providers say about settings, by section and key. */
public final class Vocabulary {

    private final List<ProviderFactory<?>> providers;
    private final List<Schema> schemas = new ArrayList<>(HubSettings.SCHEMAS);

    private Vocabulary(Collection<? extends ProviderFactory<?>> providers) {
        this.providers = List.copyOf(providers);
        providers.forEach(provider -> schemas.add(provider.schema()));
    }

    /** The vocabulary of the hub itself and of these providers. */
    public static Vocabulary of(Collection<? extends ProviderFactory<?>> providers) {
        return new Vocabulary(providers);
    }

    /** The declaration of a key that is written in this section. */
    Optional<Setting<?>> find(String section, String key) {
        return schemas.stream()
                .filter(schema -> SectionCheck.knows(schema, section, key))
                .flatMap(schema -> schema.settings().values().stream())
                .filter(setting ->
                        setting.key().equals(key) || setting.oldKeys().contains(key))
                .findFirst();
    }

    /** Whether a setting of this name does something. */
    boolean knows(String section, String key) {
        return find(section, key)
                .filter(setting -> !setting.documentation().isEmpty())
                .isPresent();
    }

    /** Whether the value must stay secret; what nobody knows need not. */
    public boolean isSecret(String section, String key) {
        Optional<Setting<?>> declaration = Instances.isInstance(section) ? anywhere(key) : find(section, key);
        return declaration.filter(Setting::isSecret).isPresent();
    }

    /**
     * What a value that is added in {@code section} is added to: what this section or a more general one of its chain
     * has, or else the default. Null for nothing.
     */
    Object base(RawSettings raw, String section, String key) {
        Optional<Object> own = raw.find(section, key).map(RawSettings.Entry::value);
        if (own.isPresent()) {
            return own.get();
        }
        // Providers have defaults of their own, so the chosen ones are asked first.
        return Stream.concat(chosen(raw), schemas.stream())
                .filter(schema -> SectionCheck.knows(schema, section, key))
                .findFirst()
                .map(schema -> base(raw, schema, section, key))
                .orElse(null);
    }

    private Stream<Schema> chosen(RawSettings raw) {
        List<String> names = new ArrayList<>();
        for (String[] kind : new String[][] {{"authenticator_class", "pam"}, {"spawner_class", "local"}}) {
            names.add(raw.find("JupyterHub", kind[0])
                    .map(entry -> String.valueOf(entry.value()))
                    .orElse(kind[1]));
        }
        return providers.stream()
                .filter(provider ->
                        names.contains(provider.id()) || names.stream().anyMatch(provider.aliases()::contains))
                .map(ProviderFactory::schema);
    }

    private static Object base(RawSettings raw, Schema schema, String section, String key) {
        Object base = null;
        for (Schema.Section candidate : schema.sections()) {
            List<String> names = new ArrayList<>(List.of(candidate.name()));
            names.addAll(candidate.otherNames());
            for (String name : names) {
                base = raw.find(name, key).map(RawSettings.Entry::value).orElse(base);
            }
            if (candidate.isNamed(section)) {
                break;
            }
        }
        return base != null ? base : plain(schema.settings().get(key));
    }

    private static Object plain(Setting<?> setting) {
        Object value = setting == null ? null : setting.defaultValue().orElse(null);
        if (value instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        if (value instanceof Map<?, ?> map) {
            return new LinkedHashMap<>(map);
        }
        return value instanceof Secret || value == null ? null : String.valueOf(value);
    }

    private Optional<Setting<?>> anywhere(String key) {
        return schemas.stream()
                .flatMap(schema -> schema.settings().values().stream())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }
}
