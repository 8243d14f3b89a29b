package dev.hubwright.auth.pam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What modules and programs in the middle of a login are told about it, for their rules and logs. */
@RequiresEngine(Engine.PAM_PWDFILE)
class WhatModulesSeeIT {

    @TempDir
    Path folder;

    @Test
    void theySeeWhoCallsFromWhere() throws Exception {
        Path seen = folder.resolve("seen");
        Path script = Files.writeString(
                folder.resolve("see.sh"),
                "#!/bin/sh\necho \"$PAM_SERVICE $PAM_TYPE $PAM_USER $PAM_RHOST $PAM_TTY\" >> " + seen + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        PasswordFile.in(folder, "");
        PamConfig.Builder config = PasswordFile.service(
                folder,
                "seeing",
                "auth required pam_pwdfile.so nodelay pwdfile=" + folder.resolve("people"),
                "auth required pam_exec.so " + script,
                "account required pam_exec.so " + script);
        try (Dialog dialog = new Dialog(config)) {
            AuthRequest request = AuthRequest.builder()
                    .field("username", Secret.of("alice"))
                    .field("password", Secret.of(PasswordFile.PASSWORD))
                    .peerAddress("192.0.2.7")
                    .build();

            assertThat(dialog.authenticator().authenticate(request)).isInstanceOf(AuthResult.Granted.class);
        }
        assertThat(seen).content().isEqualTo("""
                seeing auth alice 192.0.2.7 jupyterhub
                seeing account alice 192.0.2.7 jupyterhub
                """);
    }
}
