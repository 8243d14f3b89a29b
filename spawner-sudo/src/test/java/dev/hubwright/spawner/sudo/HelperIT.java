package dev.hubwright.spawner.sudo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever takes over the hub's account can send the helper anything; it must refuse all that root has not permitted. */
@RequiresEngine({Engine.ROOT, Engine.SUDO})
@Timeout(180)
class HelperIT {

    private static Site site;
    private static String alice;

    @BeforeAll
    static void makeAccounts() throws Exception {
        site = new Site();
        alice = site.people.add("a");
    }

    @AfterAll
    static void removeAccounts() throws Exception {
        site.close();
    }

    private static byte[] request(String... fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String field : fields) {
            bytes.writeBytes(field.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    /** A start that would be right, with some fields replaced or added. */
    private static byte[] start(String... changes) {
        List<String> fields = new ArrayList<>(List.of(
                "hubwright-spawn 1",
                "start",
                "hub=hub-x",
                "instance=default",
                "folder=/srv/x",
                "spawn=abc",
                "name=alice",
                "command=" + site.server,
                "port=1",
                "address=7f000001",
                "patience=1000",
                "umask=18",
                "memory=0",
                "cpu=0"));
        for (String change : changes) {
            String name = change.substring(0, change.indexOf('=') + 1);
            if (!name.equals("argument=") && !name.equals("variable=")) {
                fields.removeIf(field -> field.startsWith(name));
            }
            fields.add(change);
        }
        fields.add("end");
        return request(fields.toArray(String[]::new));
    }

    private void refuses(byte[] request, String why) throws Exception {
        assertThat(site.askHelper(alice, request)).startsWith("refused ").contains(why);
        assertThat(Site.servers(site.people.uid(alice))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command=/bin/bash | is not in hubwright-spawn.conf",
                "command=../../bin/bash | is not in hubwright-spawn.conf",
                "argument=--config=/tmp/evil.py | argument --config=/tmp/evil.py is not in hubwright-spawn.conf",
                "variable=LD_PRELOAD=/tmp/evil.so | variable LD_PRELOAD is never permitted",
                "variable=PYTHONPATH=/tmp | variable PYTHONPATH is never permitted",
                "variable=PYTHONSTARTUP=/tmp/x | is never permitted",
                "variable=BASH_ENV=/tmp/x | is never permitted",
                "variable=GCONV_PATH=/tmp | is never permitted",
                "variable=NODE_OPTIONS=-r/tmp/x | is never permitted",
                "variable=JAVA_TOOL_OPTIONS=-javaagent:x | is never permitted",
                "variable=HOME=/tmp | is never permitted",
                "variable=HUBWRIGHT_SPAWN_ID=other | is never permitted",
                "variable=PATH=/tmp | variable PATH is not in hubwright-spawn.conf",
                "variable=JUPYTER_CONFIG_PATH=/tmp | variable JUPYTER_CONFIG_PATH is not in hubwright-spawn.conf",
                "variable=A B=c | a name that is not permitted",
                "spawn=../x | field spawn has characters that are not permitted",
                "name=.. | field name has characters that are not permitted",
                "name=a/b | field name has characters that are not permitted",
                "hub=$(id) | field hub has characters that are not permitted",
                "port=-1 | field port is not a number",
                "port=99999999999999999999999 | field port is not a number",
                "uid=0 | a field of the request is not known"
            })
    void refusesWhatRootHasNotPermitted(String change, String why) throws Exception {
        refuses(start(change), why);
    }

    @Test
    void refusesRequestsOfAnotherForm() throws Exception {
        refuses(request("{\"action\": \"spawn\"}", "x", "end"), "not of protocol");
        refuses(request("hubwright-spawn 2", "list", "end"), "install the helper of this version of the hub");
        refuses(request("hubwright-spawn 1", "exec", "end"), "the action is not known");
        refuses(request("hubwright-spawn 1", "list", "hub=x", "end"), "field instance is missing");
        refuses(request("hubwright-spawn 1", "list", "hub=x", "hub=y", "end"), "field hub comes twice");
        refuses(request("hubwright-spawn 1", "list", "hub=x"), "the request is cut off");
        refuses(start("folder=" + "x".repeat(300 * 1024)), "larger than");
        refuses(new byte[0], "the request is cut off");
    }

    @Test
    void doesNotWaitForARequestForEver() throws Exception {
        Process helper = new ProcessBuilder(
                        "sudo", "-n", "-u", alice, site.helper().toString())
                .redirectErrorStream(true)
                .start();

        String answer = new String(helper.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(answer).contains("refused the request did not come in 5 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "daemon", "www-data"})
    void sudoersPermitsNobodyOutsideTheGroup(String account) throws Exception {
        assertThat(site.askHelper(account, start())).contains("a password is required");
    }

    @Test
    void sudoersPermitsNoArgumentsAndNoOtherProgram() throws Exception {
        assertThat(asTheHub("-u", alice, site.helper().toString(), "--anything"))
                .contains("a password is required");
        assertThat(asTheHub("-u", alice, "/usr/bin/id")).contains("a password is required");
        assertThat(asTheHub("-u", alice, "LD_PRELOAD=/tmp/x", site.helper().toString()))
                .contains("not allowed");
    }

    private static String asTheHub(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "setpriv", "--reuid=" + site.people.hub, "--regid=" + site.people.hub, "--init-groups", "sudo"));
        command.add("-n");
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void refusesToRunAsRootOrAnAccountOfTheSystem() throws Exception {
        assertThat(runAs("0", "0")).contains("it must not run as root");
        assertThat(runAs("1000", "0")).contains("it must not run as root, nor in root's group");
        long hub = site.people.uid(site.people.hub);
        assertThat(runAs("" + hub, "" + hub)).contains("below min_uid = 1000: an account of the system");
    }

    /** A hub whose account is a person's, in the group like others. */
    @Test
    void refusesToRunAsTheHubItself() throws Exception {
        String uid = "" + site.people.uid(alice);

        assertThat(runAs(uid, uid, "SUDO_UID=" + uid)).contains("the hub's own account must not have servers");
        assertThat(runAs(uid, uid, "SUDO_UID=" + site.people.uid(site.people.hub)))
                .isEmpty();
    }

    private static String runAs(String uid, String gid, String... variables) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "/usr/bin/env"));
        command.addAll(List.of(variables));
        command.add(site.helper().toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(request("hubwright-spawn 1", "list", "hub=x", "instance=x", "folder=x", "end"));
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void trustsNothingThatOthersMayWrite() throws Exception {
        Path conf = Path.of(site.helper() + ".conf");
        for (Path path : List.of(conf, site.helper().getParent())) {
            var before = Files.getPosixFilePermissions(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            try {
                refuses(start(), path + " must belong to root, and nobody else may write to it");
            } finally {
                Files.setPosixFilePermissions(path, before);
            }
        }
    }

    @Test
    void refusesAConfFileThatItDoesNotUnderstand() throws Exception {
        Path conf = Path.of(site.helper() + ".conf");
        String before = Files.readString(conf);
        try {
            Files.writeString(conf, before + "comand = /bin/sh\n");
            refuses(start(), "is not understood");
        } finally {
            Files.writeString(conf, before);
        }
    }

    @Test
    void givesAShellItsOptionsInTheirOrderAndOneLine() throws Exception {
        Path conf = Path.of(site.helper() + ".conf");
        String before = Files.readString(conf);
        try {
            Files.writeString(
                    conf, before + "command = /bin/sh\nshell_argument = -l\nshell_argument = -c\nargument = exit 4\n");
            for (List<String> arguments : List.of(
                    List.<String>of(),
                    List.of("exit 4"),
                    List.of("-c", "exit 4"),
                    List.of("-c", "-l", "exit 4"),
                    List.of("-l", "-c"),
                    List.of("-l", "-c", "exit 4", "exit 4"))) {
                refuses(shell(arguments), "a shell is run with each shell_argument of hubwright-spawn.conf");
            }
            refuses(shell(List.of("-l", "-c", "exit 5")), "argument exit 5 is not in hubwright-spawn.conf");

            assertThat(site.askHelper(alice, shell(List.of("-l", "-c", "exit 4"))))
                    .startsWith("started ");
            Eventually.holds("the shell has ended", () -> Site.servers(site.people.uid(alice))
                    .isEmpty());
        } finally {
            Files.writeString(conf, before);
        }
    }

    private static byte[] shell(List<String> arguments) {
        List<String> changes = new ArrayList<>(List.of("command=/bin/sh", "patience=60000"));
        arguments.forEach(argument -> changes.add("argument=" + argument));
        return start(changes.toArray(String[]::new));
    }

    @Test
    void standsAHundredThousandMalformedRequests() throws Exception {
        Path fuzz = site.folder.resolve("fuzz.py");
        Files.writeString(fuzz, """
                import importlib.machinery, importlib.util, random, sys
                loader = importlib.machinery.SourceFileLoader("helper", sys.argv[1])
                helper = importlib.util.module_from_spec(importlib.util.spec_from_loader("helper", loader))
                loader.exec_module(helper)
                chance = random.Random(42)
                right = bytes.fromhex(sys.argv[2])
                known = refused = 0
                for _ in range(100000):
                    data = bytearray(right)
                    for _ in range(chance.randint(1, 8)):
                        at = chance.randrange(len(data))
                        what = chance.randrange(4)
                        if what == 0:
                            data[at] = chance.randrange(256)
                        elif what == 1:
                            del data[at:at + chance.randint(1, 40)]
                        elif what == 2:
                            data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 9)))
                        else:
                            data[at:at] = b"\\0"
                        if not data:
                            data = bytearray(b"\\0")
                    try:
                        action, request = helper.parse(bytes(data))
                        policy = helper.Policy()
                        policy.commands.append("/opt/x")
                        policy.environment([str(v, "utf-8", "surrogateescape") for v in request[b"variable"]])
                        known += 1
                    except helper.Refused:
                        refused += 1
                print(known + refused, refused > 50000)
                """);
        String right = java.util.HexFormat.of().formatHex(start("argument=fail", "variable=JUPYTERHUB_USER=x"));

        String output = People.run(
                "/usr/bin/python3", "-I", fuzz.toString(), site.helper().toString(), right);

        assertThat(output.strip()).isEqualTo("100000 True");
    }

    @Test
    void putsAServerWithLimitsIntoAScopeOfThePersonsOwnSystemd() throws Exception {
        Path ask = site.folder.resolve("limits.py");
        Files.writeString(ask, """
                import importlib.machinery, importlib.util, os, sys
                loader = importlib.machinery.SourceFileLoader("helper", sys.argv[1])
                helper = importlib.util.module_from_spec(importlib.util.spec_from_loader("helper", loader))
                loader.exec_module(helper)
                environment = {"USER": "alice", "HUBWRIGHT_SPAWN_ID": "abc"}
                try:
                    print(*helper.limited(["/bin/x"], {b"memory": 1024, b"cpu": 50}, environment))
                    print(environment["XDG_RUNTIME_DIR"])
                except helper.Refused as e:
                    print(e)
                """);
        String[] command = {
            "setpriv",
            "--reuid=" + alice,
            "--clear-groups",
            "/usr/bin/python3",
            "-IB",
            ask.toString(),
            site.helper().toString()
        };
        Path runtime = Path.of("/run/user/" + site.people.uid(alice));

        assertThat(People.run(command)).contains("loginctl enable-linger alice");
        Files.createDirectories(runtime.resolve("systemd"));
        try {
            assertThat(People.run(command))
                    .contains("/usr/bin/systemd-run --user --scope --quiet --collect --unit=hubwright-abc"
                            + " --property=MemoryMax=1024 --property=MemorySwapMax=0 --property=CPUQuota=50% --"
                            + " /bin/x\n" + runtime);
        } finally {
            Files.delete(runtime.resolve("systemd"));
            Files.delete(runtime);
        }
    }
}
