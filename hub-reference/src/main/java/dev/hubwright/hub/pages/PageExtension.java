package dev.hubwright.hub.pages;

import dev.hubwright.api.Secret;
import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What templates can use: the components of records, where an empty Optional is null and a secret is its text; the
 * filters {@code utc} and {@code iso} for instants; and {@code asset('style.css')}, the address of a static file.
 */
final class PageExtension extends AbstractExtension {

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Assets assets;
    private final String staticUrl;

    PageExtension(Assets assets, String staticUrl) {
        this.assets = assets;
        this.staticUrl = staticUrl;
    }

    @Override
    public List<AttributeResolver> getAttributeResolver() {
        return List.of(new RecordComponents());
    }

    @Override
    public Map<String, Filter> getFilters() {
        return Map.of("utc", new InstantFilter(UTC::format), "iso", new InstantFilter(instant -> instant.truncatedTo(
                        ChronoUnit.SECONDS)
                .toString()));
    }

    @Override
    public Map<String, Function> getFunctions() {
        return Map.of("asset", new AssetFunction());
    }

    private static final class RecordComponents implements AttributeResolver {

        @Override
        public ResolvedAttribute resolve(
                Object instance,
                Object attribute,
                Object[] argumentValues,
                ArgumentsNode arguments,
                EvaluationContextImpl context,
                String fileName,
                int line) {
            if (!(instance instanceof Record page) || arguments != null) {
                return null;
            }
            try {
                Method accessor = page.getClass().getMethod(String.valueOf(attribute));
                return new ResolvedAttribute(plain(accessor.invoke(page)));
            } catch (NoSuchMethodException e) {
                return null;
            } catch (ReflectiveOperationException e) {
                throw new PebbleException(e, "Cannot read \"" + attribute + "\"", line, fileName);
            }
        }

        private static Object plain(Object value) {
            Object inner = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            return inner instanceof Secret secret ? secret.reveal() : inner;
        }
    }

    private record InstantFilter(java.util.function.Function<Instant, String> format) implements Filter {

        @Override
        public Object apply(
                Object input, Map<String, Object> values, PebbleTemplate self, EvaluationContext context, int line) {
            if (input instanceof Instant instant) {
                return format.apply(instant);
            }
            // Without the value: it may be a secret, and this is logged.
            throw new PebbleException(null, "The filters utc and iso take an instant only", line, self.getName());
        }

        @Override
        public List<String> getArgumentNames() {
            return List.of();
        }
    }

    private final class AssetFunction implements Function {

        @Override
        public Object execute(Map<String, Object> values, PebbleTemplate self, EvaluationContext context, int line) {
            try {
                return staticUrl + assets.versioned(String.valueOf(values.get("name")));
            } catch (IllegalArgumentException e) {
                throw new PebbleException(e, e.getMessage(), line, self.getName());
            }
        }

        @Override
        public List<String> getArgumentNames() {
            return List.of("name");
        }
    }
}
