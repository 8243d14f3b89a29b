package dev.hubwright.hub;

import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The docker command, for what tests ask the engine beside the hub. */
final class DockerCommand {

    private DockerCommand() {}

    /** What it prints; whether it succeeds is for the caller to see in that. */
    static String run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    /** The address of this machine on the network that containers are in. */
    static String addressForContainers() throws Exception {
        return NetworkInterface.getByName("docker0").getInterfaceAddresses().stream()
                .map(InterfaceAddress::getAddress)
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .orElseThrow()
                .getHostAddress();
    }

    /** The status that a notebook's container gets when it asks an address directly. */
    static String statusFromInside(String container, String url) throws Exception {
        String program = "import urllib.request as r, urllib.error as e\n"
                + "try: print(r.urlopen('" + url + "').status)\n"
                + "except e.HTTPError as x: print(x.code)";
        return run("exec", container, "python3", "-c", program);
    }
}
