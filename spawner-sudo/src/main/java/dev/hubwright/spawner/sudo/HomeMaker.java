package dev.hubwright.spawner.sudo;

import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.ProviderException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

/** Makes home folders with the program that pam_mkhomedir itself uses. Needs root. Thread-safe. */
final class HomeMaker {

    private static final String UMASK = "0077";

    void makeIfMissing(LocalAccount account) throws ProviderException, InterruptedException {
        if (Files.exists(account.home())) {
            return;
        }
        try {
            ProcessBuilder builder = new ProcessBuilder("mkhomedir_helper", account.name(), UMASK)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(new File("/dev/null"));
            builder.environment().clear();
            int code = builder.start().waitFor();
            if (code != 0) {
                throw failure(account, "mkhomedir_helper ended with exit code " + code, null);
            }
        } catch (IOException e) {
            throw failure(account, e.getMessage() + "; mkhomedir_helper belongs to PAM", e);
        }
    }

    private static ProviderException failure(LocalAccount account, String why, IOException cause) {
        return ProviderException.permanent(
                "Your home folder cannot be made; tell whoever runs this hub",
                "The home folder " + account.home() + " of " + account.name() + " cannot be made: " + why,
                cause);
    }
}
