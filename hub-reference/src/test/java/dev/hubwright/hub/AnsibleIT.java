package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The role in deploy/ansible, on this machine under names of its own; without systemd and packages. */
@RequiresEngine({Engine.ROOT, Engine.SUDO, Engine.ANSIBLE})
@Timeout(900)
class AnsibleIT {

    private static final Map<String, String> PATH = Map.of("PATH", BareMetal.path(), "ANSIBLE_NOCOLOR", "1");
    private static final String PLAYBOOK = "deploy/ansible/site.yml";

    private final String own = "hw" + UUID.randomUUID().toString().substring(0, 6);
    private final Path folder = Path.of("/opt", own);

    @AfterEach
    void remove() throws Exception {
        sh("userdel --force --remove %1$s 2>/dev/null || true; groupdel %1$sgrp 2>/dev/null || true".formatted(own));
        sh("rm -rf /opt/%1$s /etc/%1$s /etc/pam.d/%1$s /var/lib/%1$s /srv/%1$s /etc/sudoers.d/%1$s".formatted(own));
    }

    @Test
    void isWellFormed() throws Exception {
        assertThat(sh("ansible-playbook --syntax-check -i localhost, " + PLAYBOOK))
                .contains("playbook:");
    }

    @Test
    void installsAHubAndChangesNothingTheSecondTime() throws Exception {
        sh("groupadd " + own + "grp");

        String first = play();
        String second = play();

        assertThat(first).contains("failed=0").doesNotContain("changed=0");
        assertThat(second).contains("failed=0", "changed=0");
        sh("visudo -c");
        assertThat(Files.readString(Path.of("/etc/sudoers.d", own)))
                .contains(own + " ALL=(%" + own + "grp) NOPASSWD: " + folder + "/libexec/hubwright-spawn \"\"");
        assertThat(Files.readString(folder.resolve("unit.service"))).contains("User=" + own);
        assertThat(sh(
                        "runuser -u %1$s -- java -cp '/opt/%1$s/lib/*' dev.hubwright.hub.cli.Main check -f /etc/%1$s/hub.yaml"
                                .formatted(own)))
                .contains("The settings are right.", "spawner:       sudo", "authenticator: pam");
    }

    private String play() throws Exception {
        Map<String, String> variables = Map.ofEntries(
                Map.entry("hubwright_user", own),
                Map.entry("hubwright_group", own + "grp"),
                Map.entry("hubwright_public_url", "https://localhost/"),
                Map.entry("hubwright_prefix", folder.toString()),
                Map.entry("hubwright_config", "/etc/" + own),
                Map.entry("hubwright_data", "/var/lib/" + own),
                Map.entry("hubwright_kernels", "/srv/" + own),
                Map.entry("hubwright_pam", "/etc/pam.d/" + own),
                Map.entry("hubwright_sudoers", "/etc/sudoers.d/" + own),
                Map.entry("hubwright_unit", folder + "/unit.service"),
                Map.entry("hubwright_site", folder + "/site.conf"),
                Map.entry("hubwright_java", "java"));
        StringBuilder command = new StringBuilder("ansible-playbook --connection=local -i localhost, ")
                .append("-e '{\"hubwright_packages\": false, \"hubwright_services\": false}' ")
                .append("-e ansible_python_interpreter=/usr/bin/python3 ");
        variables.forEach((name, value) ->
                command.append("-e ").append(name).append('=').append(value).append(' '));
        return sh(command + PLAYBOOK);
    }

    private static String sh(String script) throws Exception {
        return Guide.runScript(script, PATH);
    }
}
