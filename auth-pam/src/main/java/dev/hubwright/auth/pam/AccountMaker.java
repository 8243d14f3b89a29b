package dev.hubwright.auth.pam;

import dev.hubwright.api.LocalAccounts;
import dev.hubwright.api.ProviderException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Makes the local account of somebody who has none. */
final class AccountMaker {

    private static final int TIMEOUT_SECONDS = 60;
    /** What can be an account everywhere, and no option of a command. */
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9._-]{0,31}");

    private final PamConfig config;
    private final LocalAccounts accounts;

    AccountMaker(PamConfig config, LocalAccounts accounts) {
        this.config = config;
        this.accounts = accounts;
    }

    /** Makes sure that there is one. */
    void make(String name) throws ProviderException, InterruptedException {
        if (accounts.find(name).isPresent()) {
            return;
        }
        if (!NAME.matcher(name).matches()) {
            throw failure("\"" + name + "\" cannot be the name of a local account; make one by hand", null);
        }
        List<String> command = command(name);
        int status = run(command);
        if (accounts.find(name).isEmpty()) {
            throw failure(
                    "\"" + String.join(" ", command) + "\" ended with status " + status + " and made no account; "
                            + "see LocalAuthenticator.add_user_cmd, and whether the hub may make accounts",
                    null);
        }
    }

    List<String> command(String name) {
        List<String> command = new ArrayList<>();
        config.addUserCommand().forEach(word -> command.add(word.replace("USERNAME", name)));
        Long uid = config.uids().get(name);
        if (uid != null) {
            command.add("--uid");
            command.add(uid.toString());
        }
        command.add(name);
        return command;
    }

    private static int run(List<String> command) throws ProviderException, InterruptedException {
        Process process = null;
        try {
            ProcessBuilder builder = HelperProcess.builder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw failure("\"" + String.join(" ", command) + "\" did not end in " + TIMEOUT_SECONDS + " s", null);
            }
            return process.exitValue();
        } catch (IOException e) {
            throw failure("cannot run \"" + command.get(0) + "\", see LocalAuthenticator.add_user_cmd", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    private static ProviderException failure(String detail, Exception cause) {
        return ProviderException.permanent(
                "Your account on this machine cannot be made. Tell the administrator of this hub.", detail, cause);
    }
}
