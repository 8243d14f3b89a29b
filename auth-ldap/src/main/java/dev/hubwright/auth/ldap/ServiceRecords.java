package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.hubwright.api.ProviderContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/** The servers that a DNS SRV record lists, by priority and then weight. Thread-safe. */
final class ServiceRecords {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final String name;
    private final LdapConfig config;
    private final ProviderContext context;
    private Instant asked = Instant.MIN;
    private List<ServerAddress> servers = List.of();

    ServiceRecords(String name, LdapConfig config, ProviderContext context) {
        this.name = name;
        this.config = config;
        this.context = context;
    }

    /** The servers; those of before if the question cannot be answered now. */
    synchronized List<ServerAddress> servers() throws LDAPException {
        Instant now = context.clock().instant();
        if (now.isBefore(asked.plus(KEPT))) {
            return servers;
        }
        try {
            servers = look();
            asked = now;
        } catch (NamingException e) {
            if (servers.isEmpty()) {
                throw new LDAPException(ResultCode.CONNECT_ERROR, "DNS has no SRV record " + name + ": " + e, e);
            }
        }
        return servers;
    }

    private List<ServerAddress> look() throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put("com.sun.jndi.dns.timeout.initial", "1000");
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
        // A name server of its own may stand before the name, as in dns://10.0.0.1/_ldap._tcp.example.org.
        String url = name.startsWith("dns://") ? name : "dns:/" + name;
        InitialDirContext dns = new InitialDirContext(environment);
        try {
            Attribute records = dns.getAttributes(url, new String[] {"SRV"}).get("SRV");
            return records == null ? List.of() : sorted(records.getAll());
        } finally {
            dns.close();
        }
    }

    private List<ServerAddress> sorted(NamingEnumeration<?> answers) throws NamingException {
        List<String[]> records = new ArrayList<>();
        while (answers.hasMore()) {
            records.add(String.valueOf(answers.next()).split(" "));
        }
        records.sort(Comparator.<String[]>comparingInt(record -> Integer.parseInt(record[0]))
                .thenComparingInt(record -> -Integer.parseInt(record[1])));
        return records.stream().map(this::address).toList();
    }

    private ServerAddress address(String[] record) {
        String host = record[3].endsWith(".") ? record[3].substring(0, record[3].length() - 1) : record[3];
        // The record knows the port of plain LDAP only.
        int port = config.encryption() == Encryption.LDAPS ? config.serverPort() : Integer.parseInt(record[2]);
        return new ServerAddress(host, port, config.encryption());
    }
}
