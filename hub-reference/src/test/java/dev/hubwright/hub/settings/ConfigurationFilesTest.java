package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Problem;
import dev.hubwright.api.RawSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ConfigurationFilesTest {

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void keepsTheLineOfEveryValue() throws IOException {
        RawSettings raw = read("# a comment", "JupyterHub:", "  port: 8000", "", "Spawner:", "  cmd: [a, b]");

        assertThat(raw.find("JupyterHub", "port").orElseThrow().value()).isEqualTo(8000L);
        assertThat(raw.find("JupyterHub", "port").orElseThrow().origin().description())
                .endsWith("hub0.yaml:3");
        assertThat(raw.find("Spawner", "cmd").orElseThrow().value()).isEqualTo(List.of("a", "b"));
        assertThat(raw.find("Spawner", "cmd").orElseThrow().origin().description())
                .endsWith(":6");
    }

    @ParameterizedTest
    @CsvSource({"1.10", "1e10", "12e34567", "0123", "0x1F", "12345678901234567890123", "-0", "yes", "True", ".inf"})
    void keepsWhatDoesNotPrintAsItIsWrittenAsText(String written) throws IOException {
        assertThat(value("  x: " + written)).isEqualTo(written);
    }

    @Test
    void readsPlainValues() throws IOException {
        assertThat(value("  x: 0.5")).isEqualTo(0.5);
        assertThat(value("  x: -7")).isEqualTo(-7L);
        assertThat(value("  x: true")).isEqualTo(true);
        assertThat(value("  x: '8000'")).isEqualTo("8000");
        assertThat(value("  x: {a: [1, {b: c}]}")).isEqualTo(Map.of("a", List.of(1L, Map.of("b", "c"))));
    }

    @ParameterizedTest
    @CsvSource({"null", "~", "''"})
    void leavesOutNull(String written) throws IOException {
        String yaml = written.isEmpty() ? "  x:" : "  x: " + written;

        assertThat(read("A:", yaml).find("A", "x")).isEmpty();
    }

    @Test
    void mergesFilesInOrder() throws IOException {
        Path first = file("A: {x: 1, y: 1, z: 1}");
        Path second = file("A: {x: 2, z: null}", "B: {x: 3}");

        RawSettings raw = settingsOf(first, second);

        assertThat(raw.find("A", "x").orElseThrow().value()).isEqualTo(2L);
        assertThat(raw.find("A", "x").orElseThrow().origin().description()).contains("hub1.yaml");
        assertThat(raw.find("A", "y")).isPresent();
        assertThat(raw.find("A", "z")).isEmpty();
        assertThat(raw.find("B", "x")).isPresent();
    }

    @Test
    void makesInstancesSectionsOfTheirOwn() throws IOException {
        RawSettings raw = read("JupyterHub:", "  authenticators:", "    corp:", "      class: ldap", "    empty:");

        assertThat(raw.sections()).contains("JupyterHub.authenticators.corp", "JupyterHub.authenticators.empty");
        assertThat(raw.find("JupyterHub.authenticators.corp", "class")
                        .orElseThrow()
                        .origin()
                        .description())
                .endsWith(":4");
    }

    @Test
    void resolvesReferencesAtAnyDepth() throws IOException {
        environment.put("NAME", "alice");
        environment.put("EMPTY", "");
        Files.writeString(folder.resolve("secret"), "s3cret\n");

        assertThat(value("  x: [{a: 'Hello ${env:NAME}!'}]")).isEqualTo(List.of(Map.of("a", "Hello alice!")));
        assertThat(value("  x: ${env:NONE:-bob}${env:EMPTY:-}${env:EMPTY:-!}")).isEqualTo("bob!");
        assertThat(value("  x: ${file:secret}")).isEqualTo("s3cret");
        assertThat(value("  x: ${file:" + folder.resolve("secret") + "}")).isEqualTo("s3cret");
        assertThat(value("  x: 'a$$b $${env:NAME} $5 $'")).isEqualTo("a$b ${env:NAME} $5 $");
    }

    @Test
    void doesNotResolveWhatAReferenceGave() throws IOException {
        environment.put("NAME", "${env:OTHER}$$");

        assertThat(value("  x: ${env:NAME}")).isEqualTo("${env:OTHER}$$");
    }

    @Test
    void reportsReferencesThatLeadNowhere() throws IOException {
        assertThat(problems("A:", "  x: ${env:NONE}", "  y: [a, '${file:nothing}']", "  z: ${vault:hunter2}"))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("hub0.yaml:2: A.x ", "variable NONE", "not set"),
                        problem ->
                                assertThat(problem).contains("hub0.yaml:3: A.y[1] ", "file nothing", "does not exist"),
                        problem -> assertThat(problem)
                                .contains("hub0.yaml:4: A.z ", "${vault…}", "$$")
                                .doesNotContain("hunter2"));
    }

    @Test
    void reportsAllThatIsWrongInAllFiles() throws IOException {
        Path first = file("A: 1", "A: {}", "B: [x]", "C: {x: 1, x: 2}");
        Path second = folder.resolve("missing.yaml");

        assertThat(problemsOf(first, second))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("missing.yaml does not exist"),
                        problem -> assertThat(problem).contains("hub0.yaml:2: A is written twice, first in line 1"),
                        problem -> assertThat(problem).contains("hub0.yaml:4: C.x is written twice"),
                        problem -> assertThat(problem).contains("hub0.yaml:1: A is a section and must hold keys"),
                        problem -> assertThat(problem).contains("hub0.yaml:3: B is a section and must hold keys"));
    }

    @Test
    void saysWhereAndWhyAFileIsNoYaml() throws IOException {
        assertThat(problem("A:", "  x: [1, 2", "B: 3")).contains("hub0.yaml:3:", "is not YAML");
        assertThat(problem("A:", "\tx: 1")).contains("hub0.yaml:2:1:", "tab", "spaces");
        assertThat(problem("A:", "  x: 1", "---", "B:", "  x: 1")).contains("hub0.yaml:3", "single document");
    }

    @Test
    void saysWhatASmallFileLooksLike() throws IOException {
        assertThat(problem("")).contains("is empty", "authenticator_class: demo");
        assertThat(problem("# only a comment")).contains("is empty");
        assertThat(problem("- a")).contains("hub0.yaml:1: The file is not a map of sections");
        assertThat(problem("text")).contains("not a map of sections");
    }

    @Test
    void refusesFilesThatAreNone() throws IOException {
        Path binary = folder.resolve("binary.yaml");
        Files.write(binary, new byte[] {'A', ':', ' ', (byte) 0xff});
        Path huge = folder.resolve("huge.yaml");
        Files.writeString(huge, "#".repeat(4_000_000));

        assertThat(problemsOf(binary)).singleElement().asString().contains("not in UTF-8");
        assertThat(problemsOf(huge)).singleElement().asString().contains("larger than 3 MB");
    }

    @Test
    void refusesTagsWithoutShowingThem() throws IOException {
        assertThat(problem("A:", "  x: !!python/object/apply:os.system [id]"))
                .contains("hub0.yaml:2: A.x has the tag !!python/object/apply:os.system");
        assertThat(problem("A:", "  x: !hunter2")).contains("A.x has a tag (!)").doesNotContain("hunter2");
    }

    @Test
    void neverShowsAPasswordThatLooksLikeAnAlias() throws IOException {
        assertThat(problem("A:", "  x: *hunter2")).contains("alias", "quotes").doesNotContain("hunter2");
    }

    @Test
    void refusesTypographicQuotes() throws IOException {
        assertThat(problem("A:", "  x: \u2018ldapauthenticator.LDAPAuthenticator\u2019"))
                .contains("hub0.yaml:2: A.x begins with a typographic quote");
    }

    @Test
    void limitsAliases() throws IOException {
        String[] lines = Stream.concat(
                        Stream.of("A:", "  x0: &x0 [a, a]"),
                        Stream.iterate(1, i -> i + 1)
                                .limit(24)
                                .map(i -> "  x" + i + ": &x" + i + " [*x" + (i - 1) + ", *x" + (i - 1) + "]"))
                .toArray(String[]::new);

        assertThat(problems(lines)).isNotEmpty().last().asString().contains("too large or nested too deeply");
    }

    @Test
    void refusesAValueThatContainsItself() throws IOException {
        assertThat(problems("A:", "  x: &x [*x]")).isNotEmpty();
    }

    @Test
    void refusesStrangeKeys() throws IOException {
        assertThat(problem("A:", "  [a, b]: 1")).contains("hub0.yaml:2: A has a key that is not a text");
    }

    @Test
    void readsJson() throws IOException {
        Path json = Files.writeString(folder.resolve("hub.json"), """
                {
                \t"Spawner": {
                \t\t"cmd": ["a"],
                \t\t"environment": {"A": "${env:NAME}"}
                \t}
                }
                """);
        environment.put("NAME", "alice");

        RawSettings raw = settingsOf(json);

        assertThat(raw.find("Spawner", "cmd").orElseThrow().value()).isEqualTo(List.of("a"));
        assertThat(raw.find("Spawner", "cmd").orElseThrow().origin().description())
                .endsWith("hub.json:3");
        assertThat(raw.find("Spawner", "environment").orElseThrow().value()).isEqualTo(Map.of("A", "alice"));
    }

    @ParameterizedTest
    @CsvSource({"'{', 1", "'{\"A\": {\"x\": hunter2}}', 1", "'{\"A\": {}, \"A\": {}}', 1", "'{} {}', 1"})
    void saysWhereAFileIsNoJson(String written, int line) throws IOException {
        Path json = Files.writeString(folder.resolve("hub.json"), written);

        assertThat(problemsOf(json))
                .singleElement()
                .asString()
                .contains("hub.json:" + line + ": is not JSON:")
                .doesNotContain("hunter2");
    }

    @Test
    void readsTheFilesOfAFolderInTheOrderOfTheirNames() throws IOException {
        Path conf = Files.createDirectory(folder.resolve("conf.d"));
        Files.writeString(conf.resolve("20.py"), "c.Spawner.args = ['second']\n");
        Files.writeString(conf.resolve("10.yaml"), "Spawner: {args: [first], debug: true}\n");
        Files.writeString(conf.resolve("README"), "not settings\n");
        Files.writeString(conf.resolve(".30.yaml"), "Spawner: {args: [hidden]}\n");

        RawSettings raw = settingsOf(conf);

        assertThat(raw.find("Spawner", "args").orElseThrow().value()).isEqualTo(List.of("second"));
        assertThat(raw.find("Spawner", "debug").orElseThrow().value()).isEqualTo(true);
        assertThat(problemsOf(Files.createDirectory(folder.resolve("empty"))))
                .singleElement()
                .asString()
                .contains("is a folder without files of settings");
    }

    @Test
    void addsToWhatEarlierFilesAndTheDefaultsSay() throws IOException {
        Path first = file("Spawner: {args: [a], environment: {A: 1}}");
        Path second = Files.writeString(folder.resolve("second.py"), """
                c.Spawner.args.append('b')
                c.Spawner.env_keep.extend(['TZ'])
                c.Spawner.environment.update({'B': '2'})
                """);

        RawSettings raw = settingsOf(first, second);

        assertThat(raw.find("Spawner", "args").orElseThrow().value()).isEqualTo(List.of("a", "b"));
        assertThat(raw.find("Spawner", "env_keep").orElseThrow().value())
                .isEqualTo(List.of("JUPYTERHUB_SINGLEUSER_APP", "TZ"));
        assertThat(raw.find("Spawner", "environment").orElseThrow().value()).isEqualTo(Map.of("A", 1L, "B", "2"));
    }

    @Test
    void takesADollarForALetterInPython() throws IOException {
        environment.put("NAME", "alice");
        Path file = Files.writeString(
                folder.resolve("hub.py"), "c.A.x = 'a$$b ${PATH} ${env:NAME} $'\nc.A.y = '$' + '{env:NAME}'\n");

        RawSettings raw = settingsOf(file);

        assertThat(raw.find("A", "x").orElseThrow().value()).isEqualTo("a$$b ${PATH} alice $");
        assertThat(raw.find("A", "y").orElseThrow().value()).isEqualTo("${env:NAME}");
    }

    @Test
    void letsVariablesStandOverFiles() throws IOException {
        environment.put("HUBWRIGHT__JupyterHub__port", "9000");
        environment.put("HUBWRIGHT__Spawner__args", "[--a, '${env:NOT_LOOKED_UP}']");
        environment.put("HUBWRIGHT__JupyterHub__cookie_secret", "[$$");

        RawSettings raw = read("JupyterHub:", "  port: 8000");

        assertThat(raw.find("JupyterHub", "port").orElseThrow().value()).isEqualTo("9000");
        assertThat(raw.find("JupyterHub", "port").orElseThrow().origin().description())
                .isEqualTo("environment variable HUBWRIGHT__JupyterHub__port");
        assertThat(raw.find("Spawner", "args").orElseThrow().value()).isEqualTo(List.of("--a", "${env:NOT_LOOKED_UP}"));
        assertThat(raw.find("JupyterHub", "cookie_secret").orElseThrow().value())
                .isEqualTo("[$$");

        environment.put("HUBWRIGHT__port", "1");
        assertThat(problems("A: {}")).singleElement().asString().contains("HUBWRIGHT__port is no setting");
    }

    @Test
    void mergesHelmValuesBeforeItReadsThem() throws IOException {
        Path values = file(
                "hub: {config: {JupyterHub: {authenticator_class: pam}}}", "singleuser: {extraEnv: {A: '1', B: '$2'}}");
        Path secrets = file("singleuser: {extraEnv: {B: null, C: '${env:NAME}'}, cpu: {limit: 2}}");
        environment.put("NAME", "alice");

        RawSettings raw = settingsOf(values, secrets);

        assertThat(raw.find("KubeSpawner", "environment").orElseThrow().value())
                .asString()
                .isEqualTo("{A=1, C=alice}");
        assertThat(raw.find("KubeSpawner", "cpu_limit").orElseThrow().value()).isEqualTo(2L);
        assertThat(raw.find("JupyterHub", "authenticator_class").orElseThrow().value())
                .isEqualTo("pam");
    }

    @Test
    void refusesSecretFilesThatEverybodyCanRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "0".repeat(64));
        Path settings = file("JupyterHub: {cookie_secret: '${file:secret}', default_url: '${file:secret}'}");

        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(problemsOf(settings))
                .singleElement()
                .asString()
                .contains("JupyterHub.cookie_secret refers to the file secret", "chmod 600")
                .doesNotContain("0000");

        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--r-----"));
        assertThat(problemsOf(settings)).isEmpty();
    }

    private Object value(String line) throws IOException {
        return read("A:", line).find("A", "x").orElseThrow().value();
    }

    private RawSettings read(String... lines) throws IOException {
        return settingsOf(file(lines));
    }

    private RawSettings settingsOf(Path... files) {
        Reading reading = readingOf(files);
        assertThat(reading.problems()).isEmpty();
        return reading.settings();
    }

    private Reading readingOf(Path... files) {
        return ConfigurationFiles.read(List.of(files), environment, List.of(FakeFactories.LOCAL));
    }

    private String problem(String... lines) throws IOException {
        List<String> problems = problems(lines);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private List<String> problems(String... lines) throws IOException {
        Files.deleteIfExists(folder.resolve("hub0.yaml"));
        return problemsOf(file(lines));
    }

    private List<String> problemsOf(Path... files) {
        List<Problem> problems;
        try {
            problems = readingOf(files).problems();
        } catch (InvalidSettings e) {
            problems = e.problems();
        }
        return problems.stream().map(Problem::toString).toList();
    }

    private Path file(String... lines) throws IOException {
        int number = 0;
        while (Files.exists(folder.resolve("hub" + number + ".yaml"))) {
            number++;
        }
        return Files.write(folder.resolve("hub" + number + ".yaml"), List.of(lines));
    }
}
