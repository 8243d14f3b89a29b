package dev.hubwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final Setting<Integer> TIMEOUT =
            Setting.integer("start_timeout").defaultsTo(60).formerly("timeout", "wait");
    private static final Setting<String> SHELL = Setting.text("shell").defaultsTo("sh");
    private static final Setting<String> PATH = Setting.text("sudospawner_path");
    private static final Setting<Secret> TOKEN = Setting.secret("token").variables("FIRST_TOKEN", "SECOND_TOKEN");
    private static final Schema SCHEMA = Schema.of("Spawner", TIMEOUT)
            .then("LocalProcessSpawner", SHELL)
            .then("SudoSpawner", PATH, TOKEN)
            .alsoNamed("OldSudoSpawner")
            .alsoNamed("OlderSudoSpawner");

    private RawSettings raw = RawSettings.empty();

    @Test
    void letsTheMostSpecialSectionWin() {
        write("SudoSpawner", "start_timeout", 3);
        write("Spawner", "start_timeout", 1);
        write("LocalProcessSpawner", "start_timeout", 2);

        assertThat(read().get(TIMEOUT)).isEqualTo(3);
    }

    @Test
    void readsASettingOfABaseSectionInItsOwnSection() {
        write("Spawner", "start_timeout", 1);

        assertThat(read().get(TIMEOUT)).isEqualTo(1);
        assertThat(read().isSet(TIMEOUT)).isTrue();
    }

    @Test
    void namesTheSectionThatASettingBelongsTo() {
        write("Spawner", "shell", "bash");

        assertThat(problems())
                .containsExactly("hub.yaml:1: Spawner.shell does not belong there; write LocalProcessSpawner.shell");
    }

    @Test
    void readsSectionsByAllTheirNames() {
        write("OldSudoSpawner", "sudospawner_path", "/old");
        write("OlderSudoSpawner", "token", "t");

        assertThat(read().find(PATH)).contains("/old");
        assertThat(read().find(TOKEN)).map(Secret::reveal).contains("t");
    }

    @Test
    void readsOldKeysWithAWarning() {
        write("SudoSpawner", "timeout", 5);

        assertThat(read().get(TIMEOUT)).isEqualTo(5);
        assertThat(read().warnings())
                .containsExactly("hub.yaml:1: SudoSpawner.timeout is an old name; write SudoSpawner.start_timeout");
    }

    @Test
    void prefersTheNewKeyToTheOld() {
        write("Spawner", "start_timeout", 6);
        write("Spawner", "wait", 5);

        assertThat(read().get(TIMEOUT)).isEqualTo(6);
        assertThat(read().warnings())
                .containsExactly("hub.yaml:2: Spawner.wait is an old name and ignored beside Spawner.start_timeout");
    }

    @Test
    void letsTheFirstVariableThatIsSetWinOverFiles() {
        write("SudoSpawner", "token", "from file");
        Map<String, String> environment = Map.of("FIRST_TOKEN", "", "SECOND_TOKEN", "from variable");

        Settings settings = Settings.read(SCHEMA, raw, environment);

        assertThat(settings.get(TOKEN).reveal()).isEqualTo("from variable");
    }

    @Test
    void namesTheVariableThatIsWrong() {
        Setting<Integer> port = Setting.integer("port").variables("HUB_PORT");

        InvalidSettings thrown = invalid(Schema.of("Hub", port), Map.of("HUB_PORT", "many"));

        assertThat(thrown)
                .hasMessage("environment variable HUB_PORT: Hub.port = \"many\" is not right; expected a whole number");
    }

    @Test
    void reportsAllProblemsInOrder() {
        Setting<Integer> port = Setting.integer("port").must(p -> p > 0, "a port from 1 to 65535");
        Setting<URI> url = Setting.url("url").required().describedAs("Where it is.");
        write("Hub", "port", 0);
        write("Hub", "prot", 1);
        write("Hub", "something", 1);

        InvalidSettings thrown = invalid(Schema.of("Hub", port, url), Map.of());

        assertThat(thrown.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "hub.yaml:1: Hub.port = 0 is not right; expected a port from 1 to 65535",
                        "hub.yaml:2: Hub.prot is not known; did you mean Hub.port?",
                        "hub.yaml:3: Hub.something is not known",
                        "Hub.url is missing: Where it is.");
        assertThat(thrown.getMessage().lines()).hasSize(4);
    }

    @Test
    void namesTheSectionOfTheNearestKey() {
        write("Spawner", "sudospawner_pth", "/x");

        assertThat(problems())
                .containsExactly("hub.yaml:1: Spawner.sudospawner_pth is not known;"
                        + " did you mean SudoSpawner.sudospawner_path?");
    }

    @Test
    void neverShowsASecretOfTheWrongType() {
        write("SudoSpawner", "token", List.of("hunter2"));

        assertThat(problems()).containsExactly("hub.yaml:1: SudoSpawner.token = *** is not right; expected a text");
    }

    @Test
    void neverShowsTheValueOfAnUnknownKey() {
        write("SudoSpawner", "tokn", "hunter2");
        write("Spawner", "token", "hunter2");

        assertThat(problems()).hasSize(2).noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void neverOpensListsAndMapsOfTheWrongType() {
        write("Spawner", "start_timeout", Map.of("password", "hunter2"));
        write("SudoSpawner", "start_timeout", List.of("hunter2"));

        assertThat(problems()).hasSize(2).noneMatch(problem -> problem.contains("hunter2"));
        assertThat(raw.toString()).doesNotContain("hunter2");
        assertThat(raw.section("Spawner").toString()).doesNotContain("hunter2");
    }

    @Test
    void hidesPasswordsInAddresses() {
        write("Spawner", "start_timeout", "postgresql://hub:hunter2@db/hub");

        assertThat(problems()).singleElement().asString().contains("postgresql://hub:***@db/hub");
    }

    @Test
    void keepsEveryProblemOnOneLine() {
        write("Spawner", "a\nb", 1);
        write("Spawner", "start_timeout", "x\ny".repeat(100));

        assertThat(invalid(SCHEMA, Map.of()).getMessage().lines()).hasSize(2).allMatch(line -> line.length() < 300);
    }

    @Test
    void takesNullForUnset() {
        write("Spawner", "start_timeout", 1);
        write("Spawner", "start_timeout", null);

        assertThat(read().isSet(TIMEOUT)).isFalse();
        assertThat(read().get(TIMEOUT)).isEqualTo(60);
    }

    @Test
    void leavesSectionsOfOthersAlone() {
        write("LDAPAuthenticator", "server_address", "x");

        assertThat(read().isSet(TIMEOUT)).isFalse();
    }

    @Test
    void givesTheDefaultOfTheMostSpecialDeclaration() {
        Schema patient =
                SCHEMA.then("PatientSpawner", Setting.integer("start_timeout").defaultsTo(300));

        assertThat(Settings.read(patient, raw, Map.of()).get(TIMEOUT)).isEqualTo(300);
    }

    @Test
    void changesOneValueForEmbedders() {
        Settings changed = read().with(TIMEOUT, 7);

        assertThat(changed.get(TIMEOUT)).isEqualTo(7);
        assertThat(changed.isSet(TIMEOUT)).isTrue();
        assertThat(read().isSet(TIMEOUT)).isFalse();
    }

    @Test
    void readsOthersOverWhatIsThere() {
        write("Spawner", "start_timeout", 1);
        write("LocalProcessSpawner", "shell", "bash");
        Map<String, Object> others = new HashMap<>(Map.of("timeout", "7", "sudospawner_path", "/x"));
        others.put("shell", null);

        Settings changed = read().overlaid(others);

        assertThat(changed.get(TIMEOUT)).isEqualTo(7);
        assertThat(changed.find(PATH)).contains("/x");
        assertThat(changed.get(SHELL)).isEqualTo("sh");
        assertThat(changed.isSet(PATH)).isTrue();
        assertThat(read().get(TIMEOUT)).isEqualTo(1);
    }

    @Test
    void mergesMapsWithWhatIsThere() {
        Setting<Object> manifest = Setting.any("manifest");
        Setting<Map<String, String>> environment =
                Setting.textMap("environment").defaultsTo(Map.of("LANG", "C", "TERM", "dumb"));
        write("Pod", "manifest", Map.of("a", Map.of("b", 1L, "c", 2L), "list", List.of(1L)));
        Settings settings = Settings.read(Schema.of("Pod", manifest, environment), raw, Map.of());
        Map<String, Object> others = new HashMap<>();
        others.put("LANG", "de");
        others.put("TERM", null);

        Settings merged = settings.merged(
                Map.of("environment", others, "manifest", Map.of("a", Map.of("c", 3L), "list", List.of(2L), "d", 4L)));

        assertThat(merged.get(environment)).isEqualTo(Map.of("LANG", "de"));
        assertThat(merged.get(manifest)).isEqualTo(Map.of("a", Map.of("b", 1L, "c", 3L), "list", List.of(2L), "d", 4L));
        assertThatThrownBy(() -> settings.merged(Map.of("manifests", 1)))
                .hasMessageContaining("did you mean manifest?");
    }

    @Test
    void reportsEverythingThatIsWrongWithOthers() {
        Map<String, Object> others = new LinkedHashMap<>();
        others.put("start_timeot", 1);
        others.put("start_timeout", "soon");
        others.put("token", List.of("s3cret"));

        assertThatThrownBy(() -> read().overlaid(others))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("start_timeot is not known; did you mean start_timeout?")
                .hasMessageContaining("start_timeout = \"soon\" is not right")
                .hasMessageContaining("token = *** is not right")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void saysThatASettingHasNoValue() {
        assertThat(read().find(PATH)).isEmpty();
        assertThatThrownBy(() -> read().get(PATH)).hasMessageContaining("sudospawner_path");
    }

    @Test
    void cannotBeChangedThroughWhatItWasMadeOf() {
        Setting<Object> any = Setting.any("manifest");
        List<Object> list = new ArrayList<>(List.of("a"));
        write("Pod", "manifest", list);
        list.add("b");

        assertThat(Settings.read(Schema.of("Pod", any), raw, Map.of()).get(any)).isEqualTo(List.of("a"));
    }

    @Test
    void refusesTwoDeclarationsOfOneKeyInASection() {
        assertThatThrownBy(() -> Schema.of("Hub", Setting.text("a"), Setting.flag("a")))
                .hasMessage("Hub.a is declared twice");
    }

    @Test
    void overlaysKeyByKey() {
        write("Spawner", "start_timeout", 1);
        write("SudoSpawner", "sudospawner_path", "/a");
        RawSettings later = RawSettings.of(Map.of("SudoSpawner", Map.of("sudospawner_path", "/b")));

        Settings settings = Settings.read(SCHEMA, raw.overlaidBy(later), Map.of());

        assertThat(settings.get(PATH)).isEqualTo("/b");
        assertThat(settings.get(TIMEOUT)).isEqualTo(1);
    }

    /** Each value on a line of its own. */
    private void write(String section, String key, Object value) {
        int line = 1
                + raw.sections().stream()
                        .mapToInt(name -> raw.section(name).size())
                        .sum();
        raw = raw.with(section, key, value, Origin.line("hub.yaml", line));
    }

    private Settings read() {
        return Settings.read(SCHEMA, raw, Map.of());
    }

    private List<String> problems() {
        return invalid(SCHEMA, Map.of()).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private InvalidSettings invalid(Schema schema, Map<String, String> environment) {
        return catchThrowableOfType(InvalidSettings.class, () -> Settings.read(schema, raw, environment));
    }

    private static final Setting<List<String>> CMD = Setting.texts("cmd").defaultsTo(List.of("serve"));

    private static Settings reading(Schema schema, String section, String key, Object value) {
        return Settings.read(
                schema, RawSettings.empty().with(section, key, value, Origin.line("hub.yaml", 7)), Map.of());
    }

    @Test
    void aDeclarationWithoutADefaultHasNone() {
        Schema schema = Schema.of("Spawner", CMD).then("Docker", Setting.texts("cmd"));

        assertThat(Settings.read(schema, RawSettings.empty(), Map.of()).find(CMD))
                .isEmpty();
    }

    @Test
    void aDeclarationOfAnotherTypeIsRefusedWhereItIsRead() {
        Schema schema = Schema.of("Spawner", CMD).then("Docker", Setting.any("cmd"));
        Settings settings = Settings.read(schema, RawSettings.empty(), Map.of());

        assertThat(settings.declares(CMD)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.find(CMD))
                .withMessageContaining("cmd is declared as a value here and cannot be read as a list of texts");
    }

    @Test
    void aWrittenNullTakesBackTheDefaultOfWhatIsClearable() {
        Schema clearable = Schema.of("Spawner", CMD.clearable());

        assertThat(reading(clearable, "Spawner", "cmd", null).find(CMD)).isEmpty();
        assertThat(reading(clearable, "Spawner", "cmd", null).isSet(CMD)).isTrue();
        assertThat(reading(Schema.of("Spawner", CMD), "Spawner", "cmd", null).find(CMD))
                .contains(List.of("serve"));
    }

    @Test
    void aMoreSpecialSectionTakesBackOrGivesAgain() {
        Schema schema = Schema.of("Spawner", CMD.clearable()).then("Docker");
        RawSettings general = RawSettings.of(Map.of("Spawner", Map.of("cmd", "a")));
        RawSettings nothing = general.overlaidBy(RawSettings.empty().with("Docker", "cmd", null, Origin.CODE));

        assertThat(Settings.read(schema, nothing, Map.of()).find(CMD)).isEmpty();
        RawSettings again = nothing.with("Spawner", "cmd", null, Origin.CODE).with("Docker", "cmd", "b", Origin.CODE);
        assertThat(Settings.read(schema, again, Map.of()).find(CMD)).contains(List.of("b"));
    }

    @Test
    void aProblemBetweenSettingsNamesTheLine() {
        Settings settings = reading(Schema.of("Spawner", CMD).then("Docker"), "Docker", "cmd", "x");

        assertThat(settings.problem(CMD, "goes badly with that").toString())
                .isEqualTo("hub.yaml:7: Docker.cmd goes badly with that");
    }

    @Test
    void aDeadKeyIsAWarning() {
        Setting<Object> dead = Setting.any("pickle").ignored("because nothing is pickled here");
        Settings settings = reading(Schema.of("Spawner", dead), "Spawner", "pickle", List.of(1));

        assertThat(settings.warnings())
                .containsExactly("hub.yaml:7: Spawner.pickle is ignored because nothing is pickled here");
        assertThat(settings.find(dead)).isEmpty();
    }

    @Test
    void aSchemaKnowsItsDoors() {
        assertThat(Schema.of("A", CMD, Setting.texts("allowed_tenants").opensTheDoor())
                        .doors())
                .extracting(Setting::key)
                .containsExactly("allowed_tenants");
    }
}
