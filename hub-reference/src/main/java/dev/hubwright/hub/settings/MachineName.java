package dev.hubwright.hub.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name that this machine has for others. */
final class MachineName {

    private MachineName() {}

    static String get() {
        try {
            // InetAddress may ask a name server first, and wait for it.
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return ask();
        }
    }

    private static String ask() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
