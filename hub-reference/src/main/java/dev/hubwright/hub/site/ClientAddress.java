package dev.hubwright.hub.site;

import dev.hubwright.hub.proxy.AddressRange;
import dev.hubwright.hub.web.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the address of a browser behind proxies. Each proxy appends the address that it was called from, so only the
 * end of the list can be believed, and only as far back as the proxies are known.
 */
final class ClientAddress {

    private final List<AddressRange> trusted;

    /** Takes the proxies in front of ours; our own is on this machine. */
    ClientAddress(List<String> trustedProxies) {
        this.trusted = AddressRange.among(trustedProxies);
    }

    /** The request with the addresses of who sent it and who handed it over. */
    Request resolve(Request request) {
        List<String> hops = hops(request);
        return request.withOrigin(of(request, hops), forwarder(request, hops));
    }

    /** What the hub's own proxy says last is the address that connected to it. */
    private static String forwarder(Request request, List<String> hops) {
        return request.isThroughOwnProxy() && !hops.isEmpty() ? hops.get(hops.size() - 1) : "";
    }

    private String of(Request request, List<String> hops) {
        if (hops.isEmpty() || !isThisMachine(request.peerAddress()) && !isTrusted(request.peerAddress())) {
            return request.peerAddress();
        }
        String address = request.peerAddress();
        for (int i = hops.size() - 1; i >= 0; i--) {
            address = hops.get(i);
            if (!isTrusted(address)) {
                return address;
            }
        }
        return address;
    }

    private static List<String> hops(Request request) {
        List<String> hops = new ArrayList<>();
        request.headers("x-forwarded-for")
                .forEach(line ->
                        Arrays.stream(line.split(",")).map(String::strip).forEach(hops::add));
        return hops;
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static boolean isThisMachine(String address) {
        return AddressRange.THIS_MACHINE.stream().anyMatch(range -> range.contains(address));
    }
}
