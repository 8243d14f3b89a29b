package dev.hubwright.hub.cli;

import dev.hubwright.hub.proxy.AddressRange;
import dev.hubwright.hub.proxy.Forwarding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a proxy is told to change in requests and answers. */
final class ProxyForwarding {

    @Option(names = "--no-x-forward", description = "Adds no X-Forwarded fields.")
    private boolean noForwardedFields;

    @Option(names = "--no-prepend-path", description = "Leaves out the path of a target.")
    private boolean noPrependPath;

    @Option(names = "--no-include-prefix", description = "Leaves out the part of the path that chose the target.")
    private boolean noIncludePrefix;

    @Option(names = "--auto-rewrite", description = "Leads redirects to a target's own address to the browser's host.")
    private boolean autoRewrite;

    @Option(
            names = "--protocol-rewrite",
            paramLabel = "SCHEME",
            description = "Gives redirects to a target's own address this scheme.")
    private String protocolRewrite;

    @Option(names = "--change-origin", description = "Tells targets their own address as Host.")
    private boolean changeOrigin;

    @Option(names = "--host-routing", description = "Chooses routes by host and path.")
    private boolean hostRouting;

    @Option(
            names = "--request-ids",
            description = "Gives each request an X-Request-ID, which targets, clients and the log are told; those of"
                    + " --trusted-proxies keep theirs.")
    private boolean requestIds;

    @Option(
            names = "--custom-header",
            paramLabel = "NAME:VALUE",
            description = "Adds a field to every request to a target; may be given several times.")
    private List<String> customHeaders = List.of();

    @Option(
            names = "--trusted-proxies",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Drops X-Forwarded fields of all others; addresses or networks, with commas.")
    private List<String> trustedProxies = List.of();

    @Option(
            names = {"--x-forward", "--prepend-path", "--include-prefix"},
            hidden = true)
    private boolean[] defaults = {};

    Forwarding build() {
        if (protocolRewrite != null && !List.of("http", "https").contains(protocolRewrite)) {
            throw new IllegalArgumentException("--protocol-rewrite " + protocolRewrite + " is neither http nor https");
        }
        Forwarding.Builder forwarding = Forwarding.builder()
                .forwardedFields(!noForwardedFields)
                .prependPath(!noPrependPath)
                .includePrefix(!noIncludePrefix)
                .autoRewrite(autoRewrite)
                .changeOrigin(changeOrigin)
                .hostRouting(hostRouting)
                .requestIds(requestIds)
                .customHeaders(fields())
                .trustedProxies(
                        trustedProxies.stream().map(ProxyForwarding::range).toList());
        Optional.ofNullable(protocolRewrite).ifPresent(forwarding::protocolRewrite);
        return forwarding.build();
    }

    private static AddressRange range(String text) {
        if (!AddressRange.isRange(text)) {
            throw new IllegalArgumentException(
                    "--trusted-proxies: \"" + text + "\" is no address or network such as 10.0.0.0/8");
        }
        return AddressRange.parse(text);
    }

    private List<Map.Entry<String, String>> fields() {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String text : customHeaders) {
            int colon = text.indexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException(
                        "--custom-header: a colon was expected between name and value, as in \"X-Team: physics\"");
            }
            fields.add(Map.entry(
                    text.substring(0, colon).strip(), text.substring(colon + 1).strip()));
        }
        return fields;
    }
}
