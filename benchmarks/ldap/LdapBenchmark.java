import com.unboundid.ldap.sdk.LDAPConnection;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.auth.ldap.LdapAuthenticatorFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares logins a second with the binds a second that the same directory takes from a bare client on as many
 * connections. Both are measured by turns, because a machine is not the same from one minute to the next.
 */
final class LdapBenchmark {

    private static final int PARALLEL = 32;
    private static final int PEOPLE = 1000;
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final String TEMPLATE = "uid=%s,ou=people,dc=example,dc=org";

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        try (Authenticator bindOnly = authenticator(port, Map.of("subject_attribute", ""));
                Authenticator withEntry = authenticator(port, Map.of())) {
            List<Measured> raw = new ArrayList<>();
            List<Measured> binds = new ArrayList<>();
            List<Measured> entries = new ArrayList<>();
            for (int round = -1; round < ROUNDS; round++) {
                Measured bare = measure(() -> bareClient(port));
                Measured one = measure(() -> person -> logIn(bindOnly, person));
                Measured two = measure(() -> person -> logIn(withEntry, person));
                // The first round warms up.
                if (round >= 0) {
                    raw.add(bare);
                    binds.add(one);
                    entries.add(two);
                }
            }
            double limit = print("raw binds", raw, 0);
            print("logins, one bind each", binds, limit);
            print("logins, bind and own entry", entries, limit);
        }
    }

    private static Authenticator authenticator(int port, Map<String, ?> more) {
        LdapAuthenticatorFactory factory = new LdapAuthenticatorFactory();
        Map<String, Object> section = new LinkedHashMap<>(more);
        section.put("server_address", "127.0.0.1");
        section.put("server_port", port);
        section.put("tls_strategy", "insecure");
        section.put("bind_dn_template", String.format(TEMPLATE, "{username}"));
        RawSettings raw = RawSettings.of(Map.of("LDAPAuthenticator", section));
        return factory.create(
                Settings.read(factory.schema(), raw, Map.of()),
                ProviderContext.builder().build());
    }

    private static void logIn(Authenticator authenticator, String person) throws Exception {
        AuthResult result = authenticator.authenticate(AuthRequest.password(person, Secret.of("pw-" + person)));
        if (!(result instanceof AuthResult.Granted)) {
            throw new IllegalStateException(person + ": " + result);
        }
    }

    private static Work bareClient(int port) throws Exception {
        LDAPConnection connection = new LDAPConnection("127.0.0.1", port);
        return new Work() {
            @Override
            public void run(String person) throws Exception {
                connection.bind(String.format(TEMPLATE, person), "pw-" + person);
            }

            @Override
            public void close() {
                connection.close();
            }
        };
    }

    private static Measured measure(Client client) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            long start = System.nanoTime();
            List<Future<long[]>> answers = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                int first = i * (PEOPLE / PARALLEL);
                answers.add(threads.submit(() -> times(client, first, start + ROUND.toNanos())));
            }
            List<long[]> times = new ArrayList<>();
            for (Future<long[]> answer : answers) {
                times.add(answer.get());
            }
            long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Measured(all.length / seconds, all[(int) (all.length * 0.99)] / 1e6);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long[] times(Client client, int first, long end) throws Exception {
        long[] times = new long[1 << 20];
        int count = 0;
        try (Work work = client.connect()) {
            for (long now = System.nanoTime(); now < end && count < times.length; count++) {
                work.run("user" + (first + count) % PEOPLE);
                long after = System.nanoTime();
                times[count] = after - now;
                now = after;
            }
        }
        return Arrays.copyOf(times, count);
    }

    private static double print(String name, List<Measured> rounds, double limit) {
        double[] rates = rounds.stream().mapToDouble(Measured::rate).sorted().toArray();
        double[] tails = rounds.stream().mapToDouble(Measured::p99).sorted().toArray();
        double rate = rates[rates.length / 2];
        String share = limit == 0 ? "" : String.format(Locale.ROOT, "  %.2f of the limit", rate / limit);
        System.out.printf(
                Locale.ROOT,
                "%-28s %7.0f/s (%.0f to %.0f)  p99 %6.1f ms%s%n",
                name,
                rate,
                rates[0],
                rates[rates.length - 1],
                tails[tails.length / 2],
                share);
        return rate;
    }

    private interface Client {

        Work connect() throws Exception;
    }

    private interface Work extends AutoCloseable {

        void run(String person) throws Exception;

        @Override
        default void close() {}
    }

    private record Measured(double rate, double p99) {}
}
