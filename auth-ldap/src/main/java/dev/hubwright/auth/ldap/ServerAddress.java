package dev.hubwright.auth.ldap;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * One server of the directory.
 *
 * @param host its name or address, for the certificate too
 */
record ServerAddress(String host, int port, Encryption encryption) {

    private static final int HIGHEST_PORT = 65535;

    /**
     * Reads {@code host}, {@code host:port}, {@code [::1]:port}, {@code ldap://…} and {@code ldaps://…}.
     *
     * @param port for addresses without one; 0 for that of the protocol
     * @throws IllegalArgumentException if it is none of these; its message is the text
     */
    static ServerAddress parse(String text, int port, Encryption encryption) {
        String address = text.strip();
        boolean isIpv6 = address.chars().filter(c -> c == ':').count() > 1 && address.indexOf('[') < 0;
        String bracketed = isIpv6 && !address.contains("://") ? "[" + address + "]" : address;
        URI uri;
        try {
            uri = new URI(bracketed.contains("://") ? bracketed : "ldap://" + bracketed);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean isLdap = scheme.equals("ldap") || scheme.equals("ldaps");
        if (uri.getHost() == null || !isLdap || uri.getPort() > HIGHEST_PORT) {
            throw new IllegalArgumentException(text);
        }
        Encryption used = scheme.equals("ldaps") ? Encryption.LDAPS : encryption;
        int written = uri.getPort() > 0 ? uri.getPort() : scheme.equals("ldaps") ? 636 : port;
        return new ServerAddress(unbracketed(uri.getHost()), written > 0 ? written : used.port(), used);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        String scheme = encryption == Encryption.LDAPS ? "ldaps://" : "ldap://";
        return scheme + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
