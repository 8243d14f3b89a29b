package dev.hubwright.auth.ldap;

import dev.hubwright.api.Problem;
import dev.hubwright.api.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code tls_kwargs} says: the words of ldap3's {@code Tls}, with verification on unless it is written off. */
final class TlsOptions {

    private static final Set<String> KNOWN = Set.of(
            "ca_certs_file",
            "ca_certs_path",
            "ca_certs_data",
            "validate",
            "valid_names",
            "version",
            "ciphers",
            "sni",
            "ssl_options",
            "local_certificate_file",
            "local_private_key_file",
            "local_private_key_password");

    private static final Set<String> UNVERIFIED =
            Set.of("none", "cert_none", "ssl.cert_none", "verifymode.cert_none", "0");

    private final Map<String, Object> written;

    private TlsOptions(Map<String, Object> written) {
        this.written = Map.copyOf(written);
    }

    static TlsOptions of(Optional<Object> value) {
        Map<String, Object> written = new LinkedHashMap<>();
        if (value.orElse(null) instanceof Map<?, ?> map) {
            map.forEach((key, each) -> {
                if (each != null) {
                    written.put(String.valueOf(key), each);
                }
            });
        }
        return new TlsOptions(written);
    }

    static List<Problem> problems(Optional<Object> value) {
        String path = LdapSettings.path(LdapSettings.TLS_KWARGS);
        if (value.isPresent() && !(value.get() instanceof Map)) {
            return List.of(Problem.of(path, "must be a map, such as {ca_certs_file: /etc/ssl/ca.pem}"));
        }
        List<Problem> problems = new ArrayList<>();
        TlsOptions options = of(value);
        options.written.keySet().stream()
                .filter(key -> !KNOWN.contains(key))
                .forEach(key -> problems.add(Problem.of(path, "has the key \"" + key + "\", which is not known")));
        if (options.written.containsKey("local_certificate_file")
                != options.written.containsKey("local_private_key_file")) {
            problems.add(Problem.of(path, "needs local_certificate_file and local_private_key_file together"));
        }
        return problems;
    }

    /** Whether certificates and host names are checked. */
    boolean verifies() {
        return !UNVERIFIED.contains(text("validate").orElse("required").toLowerCase(Locale.ROOT));
    }

    /** Files and folders with certificates in PEM or DER of the authorities to trust; empty for those of the JDK. */
    List<Path> authorities() {
        List<Path> files = new ArrayList<>();
        text("ca_certs_file").map(Path::of).ifPresent(files::add);
        text("ca_certs_path").map(Path::of).ifPresent(files::add);
        return files;
    }

    Optional<String> authorityData() {
        return text("ca_certs_data");
    }

    /** Names beside the address that the server's certificate may bear. */
    List<String> validNames() {
        Object names = written.get("valid_names");
        return names instanceof Collection<?> list
                ? list.stream().map(String::valueOf).toList()
                : text("valid_names").map(List::of).orElse(List.of());
    }

    /** The one protocol to speak, such as {@code TLSv1.2}. */
    Optional<String> protocol() {
        return text("version").filter(version -> version.startsWith("TLSv"));
    }

    /** The cipher suites to offer, by their standard names. */
    List<String> ciphers() {
        return text("ciphers")
                .filter(names -> names.startsWith("TLS_"))
                .map(names -> List.of(names.split("[:,]")))
                .orElse(List.of());
    }

    Optional<Path> certificate() {
        return text("local_certificate_file").map(Path::of);
    }

    Path privateKey() {
        return text("local_private_key_file").map(Path::of).orElseThrow();
    }

    Optional<Secret> privateKeyPassword() {
        return text("local_private_key_password").map(Secret::of);
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(written.get(key)).map(String::valueOf).filter(value -> !value.isBlank());
    }

    /** The names only: a value may be secret. */
    @Override
    public String toString() {
        return "TlsOptions" + written.keySet();
    }
}
