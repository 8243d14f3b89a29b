package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.api.spawn.HookRequest;
import dev.hubwright.api.spawn.ServerHooks;
import dev.hubwright.api.spawn.ServerRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions and accounts around a server's life, on the real system. */
@RequiresEngine(Engine.ROOT)
class SessionsIT {

    private static Machine machine;
    private static String person;

    @TempDir
    Path folder;

    private Path journal;
    private String service;
    private final String spawnId = UUID.randomUUID().toString();

    @BeforeAll
    static void makeAPerson() {
        machine = new Machine();
        person = machine.account();
    }

    @AfterAll
    static void undo() {
        machine.close();
    }

    @BeforeEach
    void makeTheService() throws IOException {
        journal = folder.resolve("journal");
        Path variables = Files.writeString(folder.resolve("variables"), "SCRATCH=/scratch/me\nPATH=/evil\n");
        Path script = folder.resolve("write.sh");
        Files.writeString(
                script,
                "#!/bin/sh\necho $PAM_TYPE $PAM_USER $PAM_TTY " + "$(cat /proc/$PPID/loginuid) >> " + journal + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        service = machine.service(
                "auth required pam_permit.so",
                "account required pam_permit.so",
                "session required pam_limits.so",
                "session required pam_env.so readenv=0 user_readenv=0 conffile=/dev/null",
                "session required pam_env.so readenv=1 user_readenv=0 conffile=/dev/null envfile=" + variables,
                "session required pam_exec.so " + script);
    }

    @Test
    void holdsASessionForTheLifeOfAServer() throws Exception {
        ServerHooks hooks = hooks(PamConfig.builder().service(service).openSessions());

        ServerHooks.Prepared prepared = hooks.beforeStart(request());

        assertThat(prepared.environment()).isEqualTo(Map.of("SCRATCH", "/scratch/me"));
        assertThat(Files.readAllLines(journal))
                .singleElement()
                .asString()
                .startsWith("open_session " + person + " jupyterhub");
        assertThat(Sessions.holder(spawnId)).isPresent();
        // A hub that was started again has other hooks, and nothing but what was kept.
        hooks(PamConfig.builder().service(service).openSessions()).afterStop(request(), prepared.state());
        assertThat(Files.readAllLines(journal)).hasSize(2).last().asString().startsWith("close_session " + person);
        assertThat(Sessions.holder(spawnId)).isEmpty();
    }

    @Test
    void closesASessionWhoseProcessWasKilled() throws Exception {
        ServerHooks hooks = hooks(PamConfig.builder().service(service).openSessions());
        ServerHooks.Prepared prepared = hooks.beforeStart(request());
        Sessions.holder(spawnId).orElseThrow().destroyForcibly();
        Eventually.holds("the process is gone", () -> Sessions.holder(spawnId).isEmpty());

        hooks.afterStop(request(), prepared.state());

        assertThat(Files.readAllLines(journal)).hasSize(2).last().asString().startsWith("close_session " + person);
    }

    @Test
    void closesASessionOfWhichNothingWasKept() throws Exception {
        ServerHooks hooks = hooks(PamConfig.builder().service(service).openSessions());
        hooks.beforeStart(request());

        hooks.afterStop(request(), Opaque.empty());

        assertThat(Files.readAllLines(journal)).hasSize(2);
        assertThat(Sessions.holder(spawnId)).isEmpty();
        hooks.afterStop(request(), Opaque.empty());
        assertThat(Files.readAllLines(journal)).hasSize(2);
    }

    @Test
    void refusesAStartWhoseSessionCannotBeOpened() {
        String closed = machine.service(
                "auth required pam_permit.so", "account required pam_permit.so", "session required pam_deny.so");
        ServerHooks hooks = hooks(PamConfig.builder().service(closed).openSessions());

        assertThatThrownBy(() -> hooks.beforeStart(request()))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("pam_open_session gives")
                .hasMessageContaining("open_sessions");
        assertThat(Sessions.holder(spawnId)).isEmpty();
    }

    @Test
    void leavesTheHubsOwnProcessAlone() throws Exception {
        String before = Files.readString(Path.of("/proc/self/limits"));
        String limiting = machine.service(
                "auth required pam_permit.so",
                "account required pam_permit.so",
                "session required pam_limits.so conf="
                        + Files.writeString(folder.resolve("limits"), "* hard nofile 77\n"));
        ServerHooks hooks = hooks(PamConfig.builder().service(limiting).openSessions());

        ServerHooks.Prepared prepared = hooks.beforeStart(request());

        long helper = Sessions.holder(spawnId).orElseThrow().pid();
        assertThat(Files.readString(Path.of("/proc/" + helper + "/limits")))
                .containsPattern("Max open files +\\d+ +77");
        assertThat(Files.readString(Path.of("/proc/self/limits"))).isEqualTo(before);
        hooks.afterStop(request(), prepared.state());
    }

    @Test
    void makesAnAccountBeforeTheFirstServer() throws Exception {
        String name = "hwnew" + ProcessHandle.current().pid();
        machine.later(() -> machine.changeAccounts("userdel", "--force", name));
        PamConfig.Builder config = PamConfig.builder()
                .service(service)
                .createSystemUsers(
                        List.of("useradd", "--no-create-home", "--comment", "Made for USERNAME"),
                        Map.of(name, 64_444L));

        hooks(config).beforeStart(request(name));
        hooks(config).beforeStart(request(name));

        assertThat(Commands.run("getent", "passwd", name)).contains("64444").contains("Made for " + name);
    }

    @Test
    void saysWhyAnAccountWasNotMade() {
        PamConfig.Builder config = PamConfig.builder().service(service).createSystemUsers(List.of("false"), Map.of());

        assertThatThrownBy(() -> hooks(config).beforeStart(request("hwnobody")))
                .hasMessageContaining("\"false hwnobody\" ended with status 1")
                .hasMessageContaining("LocalAuthenticator.add_user_cmd");
        assertThatThrownBy(() -> hooks(config).beforeStart(request("-rf"))).hasMessageContaining("cannot be the name");
    }

    private HookRequest request() {
        return request(person);
    }

    private HookRequest request(String name) {
        return new HookRequest(
                new ServerRef(name, ""),
                spawnId,
                Identity.of(name),
                Opaque.empty(),
                Instant.now().plusSeconds(60));
    }

    private static ServerHooks hooks(PamConfig.Builder config) {
        Authenticator pam = PamAuthenticatorFactory.create(
                config.build(), ProviderContext.builder().build());
        return pam.capability(ServerHooks.class).orElseThrow();
    }
}
