package dev.hubwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GetentAccountsTest {

    private final LocalAccounts accounts = LocalAccounts.ofThisMachine();

    @Test
    void findsRoot() throws Exception {
        LocalAccount root = accounts.find("root").orElseThrow();

        assertThat(root.name()).isEqualTo("root");
        assertThat(root.uid()).isZero();
        assertThat(root.gid()).isZero();
        assertThat(root.home()).isEqualTo(Path.of("/root"));
        assertThat(root.groups()).contains("root").doesNotContain("");
    }

    @Test
    void findsAnAccountByItsNumber() throws Exception {
        LocalAccount root = accounts.find(0).orElseThrow();

        assertThat(root).isEqualTo(accounts.find("root").orElseThrow());
        assertThat(root.groupIds()).contains(0L);
        assertThat(accounts.find(4_000_000_007L)).isEmpty();
        assertThat(accounts.find(-1)).isEmpty();
    }

    @Test
    void findsNobody() throws Exception {
        assertThat(accounts.find("nobody")).map(LocalAccount::uid).contains(65534L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-such-account",
                "-x",
                "--help",
                "a:b",
                "root:x",
                "root\0",
                "\0",
                "0",
                "+0",
                "-0",
                " 0",
                "00",
                "",
                " ",
                "root\n",
                "ro ot",
                "/",
                ".",
                "*",
                "r\u00f6\u00f6t",
                "%s"
            })
    void findsNothingForNamesOfNobody(String name) throws Exception {
        assertThat(accounts.find(name)).isEmpty();
    }

    @Test
    void findsNothingForAnEndlessName() throws Exception {
        assertThat(accounts.find("a".repeat(3_000_000))).isEmpty();
    }
}
