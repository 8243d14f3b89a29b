package dev.hubwright.spawner.k8s;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Stands before the real API server: takes a name and a password for a token, as it did itself until 1.18, knows what
 * was asked, and can keep from watches what the server says to them. One connection is one request.
 */
final class ApiFront implements AutoCloseable {

    private static final String STORE_PASSWORD = "changeit";

    private final URI api;
    private final Optional<String> password;
    private final String token;
    private final SSLServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private volatile boolean toldGone;
    private volatile boolean refusesWatches;

    /**
     * Listens on a port of its own.
     *
     * @param api the API server's address
     * @param password {@code name:password} that stands for the token, if any does
     */
    ApiFront(URI api, Optional<String> password, String token, Path folder) throws Exception {
        this.api = api;
        this.password = password;
        this.token = token;
        this.server = (SSLServerSocket)
                own(folder).getServerSocketFactory().createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    String url() {
        return "https://127.0.0.1:" + server.getLocalPort();
    }

    /** Whether a watch was told that its past is forgotten. */
    boolean hasToldGone() {
        return toldGone;
    }

    /** The lines of requests other than watches, such as {@code GET /api/v1/…}. */
    List<String> requests() {
        return exchanges.stream()
                .filter(exchange -> !exchange.isWatch)
                .map(exchange -> exchange.line)
                .toList();
    }

    List<String> watches() {
        return exchanges.stream()
                .filter(exchange -> exchange.isWatch)
                .map(exchange -> exchange.line)
                .toList();
    }

    /** Watches that are open now hear no more, and do not notice. */
    void deafen() {
        exchanges.forEach(exchange -> exchange.deaf = exchange.isWatch);
    }

    /** From now on watches cannot be begun, or can be again; those that are open stay. */
    void refuseWatches(boolean refuse) {
        refusesWatches = refuse;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = others().getSocketFactory().createSocket(api.getHost(), api.getPort())) {
            String head = head(client.getInputStream());
            if (head.isEmpty()) {
                return;
            }
            Exchange exchange = new Exchange(head);
            exchanges.add(exchange);
            if (exchange.isWatch && refusesWatches) {
                return;
            }
            upstream.getOutputStream().write(exchange.forwarded().getBytes(StandardCharsets.ISO_8859_1));
            threads.execute(() -> pump(client, upstream, null));
            pump(upstream, client, exchange);
        } catch (Exception e) {
            // The client sees a connection that ends, as with any proxy.
            return;
        }
    }

    private void pump(Socket from, Socket to, Exchange exchange) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (exchange != null && exchange.isWatch) {
                    toldGone |= new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains("\"code\":410");
                }
                if (exchange == null || !exchange.deaf) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
            to.close();
        } catch (IOException e) {
            // Whichever side goes first ends the other.
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private final class Exchange {

        private final String head;
        private final String line;
        private final boolean isWatch;
        private volatile boolean deaf;

        Exchange(String head) {
            this.head = head;
            this.line = head.lines().findFirst().orElse("");
            this.isWatch = line.contains("watch=true");
        }

        String forwarded() {
            String sent = head;
            if (password.isPresent()) {
                String basic = Base64.getEncoder().encodeToString(password.get().getBytes(StandardCharsets.UTF_8));
                sent = sent.replaceFirst("(?im)^Authorization: Basic " + basic + "$", "Authorization: Bearer " + token);
            }
            boolean upgrade = sent.toLowerCase(Locale.ROOT).contains("\r\nupgrade: websocket");
            return upgrade
                    ? sent
                    : sent.replaceAll("(?im)^Connection: .*\r\n", "")
                            .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
        }
    }

    private static SSLContext own(Path folder) throws Exception {
        Path file = folder.resolve("front.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "front",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=front",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool made no certificate");
        }
        KeyStore store = KeyStore.getInstance(file.toFile(), STORE_PASSWORD.toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, new SecureRandom());
        return context;
    }

    private static SSLContext others() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        return context;
    }

    private static final class Anybody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
