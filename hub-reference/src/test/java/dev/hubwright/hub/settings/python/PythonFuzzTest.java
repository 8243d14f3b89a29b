package dev.hubwright.hub.settings.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Throws damaged files at the reader: it must end, not fail, and lose no statement without a word. */
@Timeout(300)
class PythonFuzzTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "dev", "hubwright", "hub", "settings");
    private static final String LETTERS = "()[]{}'\"\\#:=,.+-*%@!$\n\t  abc019_\u2018\u201d\u00a0\u0000\u20ac";
    private static final List<String> VALUES = List.of(
            "'a'",
            "\"b\"",
            "[1, 2, 'x']",
            "{'a': 1, 'b': [2]}",
            "f'{1}-{\"x\"}'",
            "'%s' % 'a'",
            "('a',)",
            "True",
            "None",
            "1 + 2 * 3",
            "os.environ.get('X', 'y')",
            "unknown('a')",
            "[x for x in [1, 2]]",
            "'a' if 1 else 'b'",
            "{'a', 'b'}",
            "-1.5",
            "'''long'''",
            "lambda x: x",
            "dict(a=1)",
            "'{}'.format(1)");

    @Test
    void survivesDamagedFiles() throws IOException {
        Random random = new Random(20251125);
        List<String> files = files();
        for (int i = 0; i < 3000; i++) {
            String text = damaged(files.get(random.nextInt(files.size())), random);
            Recorded read = Recorded.of(Map.of("NAME", "x"), text);
            assertThat(read.problems).allSatisfy(problem -> assertThat(problem).isNotBlank());
        }
    }

    @Test
    void findsAStatementForEveryLine() throws IOException {
        Random random = new Random(42);
        List<String> files = files();
        for (int i = 0; i < 1000; i++) {
            String text = damaged(files.get(random.nextInt(files.size())), random);
            Tokenizer tokenizer = new Tokenizer(text);
            BitSet covered = new BitSet();
            new StatementParser(tokenizer)
                    .statements()
                    .forEach(statement -> covered.set(
                            statement.place().line(), statement.place().lastLine() + 1));
            for (Token token : new Tokenizer(text).tokens()) {
                boolean word =
                        switch (token.kind()) {
                            case NAME, NUMBER, TEXT, BYTES, OPERATOR -> true;
                            default -> false;
                        };
                assertThat(!word || covered.get(token.line()))
                        .describedAs("line %s of:%n%s", token.line(), text)
                        .isTrue();
            }
        }
    }

    @Test
    void losesNoStatement() {
        Random random = new Random(7);
        for (int i = 0; i < 1500; i++) {
            List<String> lines = new ArrayList<>(List.of("import os"));
            for (int line = 2; line <= 12; line++) {
                String statement = "c.Section.key" + line + " = " + VALUES.get(random.nextInt(VALUES.size()));
                lines.add(random.nextInt(4) == 0 ? damagedValue(statement, random) : statement);
            }
            check(lines);
        }
    }

    private static void check(List<String> lines) {
        String text = String.join("\n", lines);
        Recorded read = Recorded.of(Map.of(), text);
        BitSet covered = new BitSet();
        new StatementParser(new Tokenizer(text)).statements().forEach(statement -> {
            int line = statement.place().line();
            String place = "/etc/hub/jupyterhub_config.py:" + line;
            boolean carried = read.places.containsValue(place) || statement instanceof Statement.Import;
            boolean reported = Stream.concat(read.problems.stream(), read.notes.stream())
                    .anyMatch(report -> report.startsWith(place + ":"));
            assertThat(carried || reported)
                    .describedAs("line %s of:%n%s", line, text)
                    .isTrue();
            covered.set(line, statement.place().lastLine() + 1);
        });
        for (int line = 1; line <= lines.size(); line++) {
            assertThat(covered.get(line))
                    .describedAs("line %s of:%n%s", line, text)
                    .isTrue();
        }
    }

    /** Only behind the name, so that each line still is a statement of its own kind. */
    private static String damagedValue(String statement, Random random) {
        int from = statement.indexOf('=') + 2;
        StringBuilder text = new StringBuilder(statement);
        int place = from + random.nextInt(Math.max(1, text.length() - from));
        switch (random.nextInt(3)) {
            case 0 -> text.deleteCharAt(Math.min(place, text.length() - 1));
            case 1 -> text.insert(place, LETTERS.replace("\n", "").charAt(random.nextInt(LETTERS.length() - 1)));
            default -> text.setLength(Math.max(from + 1, place));
        }
        return text.toString();
    }

    private static String damaged(String file, Random random) {
        StringBuilder text = new StringBuilder(file);
        int times = 1 + random.nextInt(6);
        for (int i = 0; i < times && text.length() > 2; i++) {
            int place = random.nextInt(text.length());
            int length = Math.min(random.nextInt(8), text.length() - place);
            switch (random.nextInt(5)) {
                case 0 -> text.delete(place, place + length);
                case 1 -> text.insert(place, LETTERS.charAt(random.nextInt(LETTERS.length())));
                case 2 ->
                    text.insert(place, text.substring(place, place + length).repeat(3));
                case 3 -> text.setCharAt(place, LETTERS.charAt(random.nextInt(LETTERS.length())));
                default -> text.setLength(Math.max(1, place));
            }
        }
        return text.toString();
    }

    private static List<String> files() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String folder : List.of("gallery", "sources")) {
            try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".py"))
                        .sorted()
                        .toList()) {
                    texts.add(Files.readString(file));
                }
            }
        }
        return texts;
    }
}
