package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.hub.settings.convert.Conversion;
import dev.hubwright.hub.settings.convert.SecretPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ConversionTest {

    private static final Path SOURCES =
            Path.of("src", "test", "resources", "dev", "hubwright", "hub", "settings", "sources");

    @TempDir
    Path folder;

    static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(GalleryTest.files());
        files.addAll(SourceSystemsTest.files());
        return files;
    }

    @ParameterizedTest
    @MethodSource("files")
    void meansTheSame(Path file) throws IOException {
        Reading direct = read(file, Dump.ENVIRONMENT);
        Path yaml = write(convert(file, SecretPlace.inline()));

        Reading converted = read(yaml, Dump.ENVIRONMENT);

        assertThat(converted.problems()).isEmpty();
        assertThat(Dump.values(converted, false)).isEqualTo(Dump.values(direct, false));
        assertThat(effective(converted)).isEqualTo(effective(new Reading(direct.settings(), List.of(), List.of())));
    }

    @Test
    void meansTheSameWhateverTheValues() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            Map<String, Object> values = new TreeMap<>();
            StringBuilder python = new StringBuilder();
            for (int key = 0; key < 5; key++) {
                Object value = value(random, 0);
                values.put("Section.key" + key, value);
                python.append("c.Section.key" + key + " = " + literal(value) + "\n");
            }
            Path file = Files.writeString(folder.resolve("random" + i + ".py"), python.toString());

            Reading converted = read(write(convert(file, SecretPlace.inline())), Map.of());

            Map<String, Object> read = new TreeMap<>();
            converted.settings().section("Section").forEach((key, entry) -> read.put("Section." + key, entry.value()));
            assertThat(read).describedAs(python.toString()).isEqualTo(values);
        }
    }

    @Test
    void keepsReferencesAndTellsWhereValuesComeFrom() throws IOException {
        Path file = Files.writeString(folder.resolve("hub.py"), """
                import os
                c.JupyterHub.cookie_secret_file = os.environ['SECRET_FILE']
                c.Spawner.args = ['$HOME', '${env:ARGUMENT}']
                c.Spawner.cpu_limit = None
                def hook(spawner): pass
                c.Spawner.pre_spawn_hook = hook
                """);
        Map<String, String> environment = Map.of("SECRET_FILE", "not-to-be-written");

        Conversion conversion = Conversion.of(
                List.of(file), environment, FakeFactories.AUTHENTICATORS, FakeFactories.SPAWNERS, SecretPlace.inline());

        assertThat(conversion.yaml())
                .contains(
                        "# " + file + ":2\n  cookie_secret_file: \"${env:SECRET_FILE}\"",
                        "\"$$HOME\"",
                        "${env:ARGUMENT}")
                .contains("cpu_limit: null", "# This needs you", "hub.py:6: Spawner.pre_spawn_hook")
                .doesNotContain("not-to-be-written");
        assertThat(conversion.carriedOver()).contains(file + ":2: JupyterHub.cookie_secret_file");
        assertThat(conversion.needsYou()).anyMatch(sentence -> sentence.contains("pre_spawn_hook"));
        assertThat(conversion.needsYou()).anyMatch(sentence -> sentence.contains("ARGUMENT, which is not set"));
        assertThat(conversion.changed()).anyMatch(sentence -> sentence.contains("hub.py:5: \"def hook"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void movesSecrets(boolean toFiles) throws IOException {
        Path file = SOURCES.resolve("oidc-group.py");
        SecretPlace place = toFiles ? SecretPlace.files(folder.resolve("secrets")) : SecretPlace.variables();

        Conversion conversion = convert(file, place);

        assertThat(conversion.yaml())
                .contains("# " + file + ":9")
                .doesNotContain("client_secret: \"<COPY_FROM_IRIS_IAM_CLIENT_REGISTRATION>\"");
        Map<String, String> environment = new HashMap<>(Dump.ENVIRONMENT);
        if (toFiles) {
            Path secret = folder.resolve("secrets/GenericOAuthenticator_client_secret");
            assertThat(Files.getPosixFilePermissions(secret)).hasSize(2);
        } else {
            environment.put("GENERICOAUTHENTICATOR_CLIENT_SECRET", "<COPY_FROM_IRIS_IAM_CLIENT_REGISTRATION>");
            assertThat(conversion.needsYou())
                    .anyMatch(sentence -> sentence.contains("GENERICOAUTHENTICATOR_CLIENT_SECRET"));
        }
        assertThat(Dump.values(read(write(conversion), environment), false))
                .isEqualTo(Dump.values(read(file, Dump.ENVIRONMENT), false));
    }

    private static Object value(Random random, int depth) {
        switch (random.nextInt(depth > 2 ? 5 : 7)) {
            case 0:
                return (long) random.nextInt();
            case 1:
                return random.nextInt(1000) / 8.0 + 0.0625;
            case 2:
                return random.nextBoolean();
            case 3:
            case 4:
                return text(random);
            case 5:
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                return list;
            default:
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random), value(random, depth + 1));
                }
                return map;
        }
    }

    private static String text(Random random) {
        String letters = "ab:#- '\"\\\n\t{}[]&*!|>%@`,?0\u00e4\u20ac~$.";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        List<String> words =
                List.of("true", "null", "1.10", "0x1F", "yes", "", "- a", "a: b", "12", ".inf", "\ud83d\ude00");
        return random.nextInt(4) == 0 ? words.get(random.nextInt(words.size())) : text.toString();
    }

    private static String literal(Object value) {
        if (value instanceof String text) {
            StringBuilder quoted = new StringBuilder("'");
            text.codePoints().forEach(c -> quoted.append(String.format("\\U%08x", c)));
            return quoted.append("'").toString();
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof List<?> list) {
            return "["
                    + String.join(
                            ", ", list.stream().map(ConversionTest::literal).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            return "{"
                    + String.join(
                            ", ",
                            map.entrySet().stream()
                                    .map(entry -> literal(entry.getKey()) + ": " + literal(entry.getValue()))
                                    .toList())
                    + "}";
        }
        return String.valueOf(value);
    }

    private static Conversion convert(Path file, SecretPlace place) {
        return Conversion.of(List.of(file), Dump.ENVIRONMENT, Installed.AUTHENTICATORS, Installed.SPAWNERS, place);
    }

    private Path write(Conversion conversion) throws IOException {
        return Files.writeString(folder.resolve("converted.yaml"), conversion.yaml());
    }

    private static Reading read(Path file, Map<String, String> environment) {
        return ConfigurationFiles.read(List.of(file), environment, Installed.all());
    }

    /** The settings that count in the end, or what is wrong with them, without places. */
    private static Object effective(Reading reading) {
        try {
            return HubConfiguration.resolve(reading, Installed.AUTHENTICATORS, Installed.SPAWNERS, Dump.ENVIRONMENT)
                    .effective()
                    .stream()
                    .map(setting -> setting.path() + "=" + setting.value() + setting.isDefault())
                    .toList();
        } catch (InvalidSettings e) {
            return e.problems().stream()
                    .map(problem -> problem.path() + " " + problem.message())
                    .sorted()
                    .toList();
        }
    }
}
