package dev.hubwright.hub.settings.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PythonSettingsTest {

    private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/root", "NAME", "alice"));

    static List<List<Object>> expressions() {
        return List.of(
                List.of("8000", 8000L),
                List.of("0x1F", 31L),
                List.of("1_000", 1000L),
                List.of("0o700", 448L),
                List.of("1.5", 1.5),
                List.of("-1", -1L),
                List.of("2 ** 10 * 3 - 1", 3071L),
                List.of("60 * 60 * 24", 86400L),
                List.of("7 // 2", 3L),
                List.of("7 / 2", 3.5),
                List.of("True", true),
                List.of("not False and True", true),
                List.of("'a' 'b'", "ab"),
                List.of("'a' + \"b\"", "ab"),
                List.of("r'\\d'", "\\d"),
                List.of("'\\x41\\u00e9\\n\\''", "A\u00e9\n'"),
                List.of("'''one\ntwo'''", "one\ntwo"),
                List.of("\u2018a b\u2019", "a b"),
                List.of("\u201ca\u201d", "a"),
                List.of("\u2018/lab'", "/lab"),
                List.of("f'{host}:{port}'", "hub:8081"),
                List.of("f\"{'x'.upper()}{port:05d}{{}}\"", "X08081{}"),
                List.of("f'{names[0]!r}'", "'a'"),
                List.of("'http://%s:%d/' % (host, port)", "http://hub:8081/"),
                List.of("'%(h)s 100%%' % {'h': host}", "hub 100%"),
                List.of("'{}:{}'.format(host, port)", "hub:8081"),
                List.of("'{1}{0}{x}{{y}}'.format('a', 'b', x=3)", "ba3{y}"),
                List.of("'-' * 3", "---"),
                List.of("[1, 'a', None]", Arrays.asList(1L, "a", null)),
                List.of("('a', 'b')", List.of("a", "b")),
                List.of("{'a', 'b'}", List.of("a", "b")),
                List.of("set(['a', 'a'])", List.of("a")),
                List.of("set()", List.of()),
                List.of("{'a': {'b': [1]}}", Map.of("a", Map.of("b", List.of(1L)))),
                List.of("dict(a=1, b='c')", Map.of("a", 1L, "b", "c")),
                List.of("{**{'a': 1}, 'b': 2}", Map.of("a", 1L, "b", 2L)),
                List.of("[*names, 'c']", List.of("a", "b", "c")),
                List.of("names + ['c']", List.of("a", "b", "c")),
                List.of("[n.upper() for n in names if n != 'a']", List.of("B")),
                List.of("{n: port for n in names}", Map.of("a", 8081L, "b", 8081L)),
                List.of("[\n  'a',  # first\n  'b',\n]", List.of("a", "b")),
                List.of("'a,b'.split(',')", List.of("a", "b")),
                List.of("' a b '.split()", List.of("a", "b")),
                List.of("','.join(names)", "a,b"),
                List.of("' x '.strip().replace('x', 'y')", "y"),
                List.of("'a' if port == 8081 else 'b'", "a"),
                List.of("None or 'x'", "x"),
                List.of("names[-1]", "b"),
                List.of("host[:2]", "hu"),
                List.of("{'a': 1}['a']", 1L),
                List.of("{'a': 1}.get('b', 2)", 2L),
                List.of("int('42')", 42L),
                List.of("str(port)", "8081"),
                List.of("len(names)", 2L),
                List.of("'b' in names", true),
                List.of("1 < 2 <= 2", true),
                List.of("os.path.join('/srv', 'hub', 'x.sqlite')", "/srv/hub/x.sqlite"),
                List.of("os.path.join(os.path.dirname(__file__), 'x')", "/etc/hub/x"),
                List.of("os.path.expanduser('~/x')", "/root/x"),
                List.of("os.environ['NAME']", "${env:NAME}"),
                List.of("os.environ['NAME'] + '!'", "${env:NAME}!"),
                List.of("os.environ.get('NOBODY', 'bob')", "${env:NOBODY:-bob}"),
                List.of("os.getenv('NAME').upper()", "ALICE"),
                List.of("os.environ.get('NOBODY') or 'x'", "x"),
                List.of("f'hello {os.environ[\"NAME\"]}'", "hello ${env:NAME}"),
                List.of("'cost: $5 $$'", "cost: $$5 $$$$"),
                List.of("sys.executable", "python3"),
                List.of("bytes.fromhex('00ff')", "\u0000\u00ff"),
                List.of("99999999999999999999", "99999999999999999999"));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void worksOutValues(List<Object> example) {
        Recorded read = Recorded.of(environment, """
                import os
                import sys
                host, port = 'hub', 8081
                names = ['a', 'b']
                c.X.y = %s
                """.formatted(example.get(0)));

        assertThat(read.problems).isEmpty();
        assertThat(read.values).containsEntry("X.y", example.get(1));
        assertThat(read.places.get("X.y")).isEqualTo("/etc/hub/jupyterhub_config.py:5");
    }

    @Test
    void carriesOutStatementsInOrder() {
        Recorded read = read(
                "c = get_config()  # noqa",
                "\"\"\"A text",
                "over two lines.\"\"\"",
                "admins = set()",
                "admins.add('alice')",
                "c.Authenticator.admin_users = admins",
                "admins |= {'bob'}",
                "c.Authenticator.admin_users.add('carol')",
                "c.Spawner.args = ['--a']; c.Spawner.args += ['--b']",
                "c.Spawner.environment = {}",
                "c.Spawner.environment['A'] = '1'",
                "c.Spawner.environment.update(B='2')",
                "if c.Spawner.args:",
                "    c.Spawner.debug = True",
                "else:",
                "    c.Spawner.debug = call()",
                "for name in ('x', 'y'):",
                "    c.Spawner.args.append(f'--{name}')",
                "k = c.KubeSpawner",
                "k.image = \\",
                "    'a:b'",
                "c['KubeSpawner']['cmd'] = c.Spawner.args");

        assertThat(read.problems).isEmpty();
        assertThat(read.values)
                .containsEntry("Authenticator.admin_users", List.of("alice", "carol"))
                .containsEntry("Spawner.args", List.of("--a", "--b", "--x", "--y"))
                .containsEntry("Spawner.environment", Map.of("A", "1", "B", "2"))
                .containsEntry("Spawner.debug", true)
                .containsEntry("KubeSpawner.image", "a:b")
                .containsEntry("KubeSpawner.cmd", List.of("--a", "--b", "--x", "--y"));
        assertThat(read.places)
                .containsEntry("Authenticator.admin_users", "/etc/hub/jupyterhub_config.py:8")
                .containsEntry("KubeSpawner.image", "/etc/hub/jupyterhub_config.py:20");
    }

    @Test
    void addsToWhatTheFileDoesNotKnow() {
        Recorded read = read(
                "c.JupyterHub.services.append({'name': 'a'})",
                "c.JupyterHub.services.extend([{'name': 'b'}])",
                "c.Spawner.environment.update({'A': '1'})",
                "c.Spawner.environment['B'] = '2'",
                "c.Spawner.args.insert(0, '--x')",
                "c.Authenticator.admin_users.add('alice')",
                "c.Spawner.env_keep += ['TZ']");

        assertThat(read.problems).isEmpty();
        assertThat(read.values)
                .containsEntry("JupyterHub.services APPEND", List.of(Map.of("name", "a"), Map.of("name", "b")))
                .containsEntry("Spawner.environment UPDATE", Map.of("A", "1", "B", "2"))
                .containsEntry("Spawner.args PREPEND", List.of("--x"))
                .containsEntry("Authenticator.admin_users APPEND", List.of("alice"))
                .containsEntry("Spawner.env_keep APPEND", List.of("TZ"));
    }

    @Test
    void takesImportedNamesForClassesOnly() {
        Recorded read = read(
                "import module.sub",
                "from package.module import Klass, hook as h",
                "c.JupyterHub.authenticator_class = Klass",
                "c.JupyterHub.spawner_class = module.sub.Klass",
                "c.Spawner.pre_spawn_hook = h",
                "c.Spawner.cmd = [module.COMMAND]");

        assertThat(read.values)
                .containsEntry("JupyterHub.authenticator_class", "package.module.Klass")
                .containsEntry("JupyterHub.spawner_class", "module.sub.Klass")
                .doesNotContainKeys("Spawner.pre_spawn_hook", "Spawner.cmd");
        assertThat(read.problems)
                .satisfiesExactly(
                        hook -> assertThat(hook)
                                .contains(":5: Spawner.pre_spawn_hook is package.module.hook", "ServerHooks"),
                        cmd -> assertThat(cmd).contains(":6: Spawner.cmd is module.COMMAND", "write its value"));
    }

    @Test
    void handsOnVariablesThatTheFileSets() {
        Recorded read = read(
                "import os",
                "os.environ['OAUTH2_TOKEN_URL']='https://x/token'",
                "c.A.b = os.environ['OAUTH2_TOKEN_URL']");

        assertThat(read.problems).isEmpty();
        assertThat(read.values)
                .containsEntry("JupyterHub.environment UPDATE", Map.of("OAUTH2_TOKEN_URL", "https://x/token"))
                .containsEntry("A.b", "https://x/token");
    }

    @Test
    void pointsOutAnAnnotationWithoutEffect() {
        Recorded read = read("c.GenericOAuthenticator.userdata_params: {'state': 'state'}", "c.A.b: str = 'x'");

        assertThat(read.problems).isEmpty();
        assertThat(read.values).containsOnlyKeys("A.b");
        assertThat(read.notes)
                .singleElement()
                .asString()
                .contains(
                        "jupyterhub_config.py:1: GenericOAuthenticator.userdata_params has no effect",
                        "write \"c.GenericOAuthenticator.userdata_params = …\"");
    }

    @Test
    void namesTheHookInsteadOfAFunction() {
        Recorded read = read(
                "def my_hook(spawner):",
                "    spawner.environment['A'] = 'b'",
                "",
                "c.Spawner.pre_spawn_hook = my_hook",
                "c.Authenticator.post_auth_hook = lambda a, h, m: m",
                "class Mine(LDAPAuthenticator):",
                "    pass",
                "c.JupyterHub.authenticator_class = Mine");

        assertThat(read.problems)
                .satisfiesExactly(
                        hook -> assertThat(hook)
                                .contains(
                                        ":4: Spawner.pre_spawn_hook is the function my_hook of line 1", "ServerHooks"),
                        lambda -> assertThat(lambda)
                                .contains(":5: Authenticator.post_auth_hook is a lambda", "LoginHook"),
                        type -> assertThat(type)
                                .contains(
                                        ":8: JupyterHub.authenticator_class is the class Mine of line 6", "provider"));
        assertThat(read.notes).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c.A.b = open('/etc/secret').read().strip()|${file:/path}",
                "c.A.b = subprocess.check_output(['id'])|${env:NAME}",
                "c.A.b = secrets.token_hex(32)|hubwright token",
                "c.A.b = nobody|the name \"nobody\"",
                "c.A.b = os.environ['NOBODY']|variable NOBODY, which is not set",
                "c.A.b = c.C.d|reads C.d",
                "c.A.b = {'a': 1}['b']|a key that the map does not have",
                "c.A.b = 'abc|without a closing quote",
                "c.A.b = [1, 2|bracket that is not closed",
                "c.A.b = 1 1|not understood at \"1\"",
                "c.A.b = ?|the letter ?",
                "c.A.b.c.d = 1|has none here",
                "c.A = 1|each setting: c.A.key",
                "os.system('useradd x')|runs a command",
                "exec(open('x').read())|give its file to -f",
                "load_subconfig('x.py')|give it to -f",
                "from mine import *|imports all names",
                "with open('x') as f: pass|\"with\"",
                "assert True|not understood",
                "raise ValueError('x')|not understood",
                "get_config('hub.x')|Helm chart",
                "c.A.b = f'{}'|",
                "c.A.b = 1 / 0|divides",
                "c.A.b = 'a' * 10000000|too often",
                "c.A.b = ((((((|not closed",
                "async def f(): pass; c.A.b = f|"
            })
    void reportsWhatItCannotCarryOver(String example) {
        String[] parts = example.split("\\|", -1);
        Recorded read = read("import os, subprocess, secrets", parts[0], "c.Good.one = 1");

        assertThat(read.values).containsEntry("Good.one", 1L).doesNotContainKey("A.b");
        assertThat(read.problems.isEmpty() ? read.notes : read.problems).isNotEmpty();
        assertThat(String.join("\n", read.problems) + String.join("\n", read.notes))
                .contains("jupyterhub_config.py:2: ", parts[1])
                .doesNotContain("useradd");
    }

    @Test
    void reportsABlockAsAWhole() {
        Recorded read = read(
                "try:",
                "    import x",
                "except ImportError:",
                "    c.A.b = 1",
                "if unknown():",
                "    c.A.b = 2",
                "else:",
                "    c.A.b = 3",
                "c.A.c = 4");

        assertThat(read.values).containsOnlyKeys("A.c");
        assertThat(read.problems)
                .satisfiesExactly(
                        block -> assertThat(block).contains(":1: \"try:\" (up to line 4)"),
                        block -> assertThat(block).contains(":5: \"if unknown():\" (up to line 8)", "\"unknown\""));
    }

    @Test
    void tellsWhereAValueThatIsMissingComesFrom() {
        Recorded read = read("secret = open('/etc/secret').read()", "c.A.b = 'x' + secret");

        assertThat(read.notes).singleElement().asString().contains(":1: ", "is not read: it reads a file");
        assertThat(read.problems).singleElement().asString().contains(":2: ", "\"secret\" of line 1");
    }

    @Test
    void neverShowsTexts() {
        Recorded read = read("c.A.b = call('hunter2', f'hunter2', '''hunter2", "hunter2''')", "c.A.c = 'hunter2");

        assertThat(read.problems).hasSize(2).allSatisfy(problem -> assertThat(problem)
                .doesNotContain("hunter2"));
    }

    @Test
    void endsInBoundedTimeAndSpace() {
        assertThat(read("c.A.b = " + "(".repeat(5000) + ")".repeat(5000)).problems)
                .hasSize(1);
        assertThat(read("c.A.b = " + "-".repeat(5000) + "1").problems).hasSize(1);
        assertThat(read("c.A.b = 1" + " + 1".repeat(5000)).problems).hasSize(1);
        assertThat(read("c.A.b = [x for x in range(10 ** 9)]").problems).hasSize(1);
        assertThat(read("for x in range(100000):", "    y = 'a' * 100000").problems)
                .isNotEmpty();
        assertThat(read("a = []", "a.append(a)", "c.A.b = a").problems).hasSize(1);
        assertThat(read("a = []", "a.append(a)", "c.A.b = a == a").problems).hasSize(1);
        assertThat(read("if 1:\n" + "  ".repeat(1) + "x = 1\n" + "if 1:".repeat(3000)).problems)
                .isNotEmpty();
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            deep.append(" ".repeat(i)).append("if True:\n");
        }
        assertThat(read(deep + " ".repeat(200) + "c.A.b = 1").problems).isNotEmpty();
    }

    private Recorded read(String... lines) {
        return Recorded.of(environment, String.join("\n", lines));
    }
}
