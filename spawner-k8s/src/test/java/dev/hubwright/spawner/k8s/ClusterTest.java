package dev.hubwright.spawner.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Troubles that a real API server cannot be brought to in a given order. */
class ClusterTest {

    private static final String POD = "{\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"a\"}}";

    private final Deque<Integer> codes = new ArrayDeque<>();
    private HttpServer server;
    private Cluster cluster;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withNamespace("n")
                .withRequestRetryBackoffLimit(0)
                .build();
        cluster = new Cluster(() -> config, Duration.ofSeconds(60));
    }

    @AfterEach
    void close() {
        cluster.close();
        server.stop(0);
    }

    @Test
    void aRefusalByAnApiServerThatHasJustComeUpIsNotBelieved() throws Exception {
        codes.addAll(List.of(503, 403, 401, 403, 200));

        assertThat(name()).isEqualTo("a");
        assertThat(codes).isEmpty();
    }

    @Test
    void anotherRefusalIsBelievedAtOnce() {
        codes.addAll(List.of(403, 200));

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(this::name)
                .matches(ApiException::isMissingRight)
                .matches(refusal -> !refusal.isOutage());
        assertThat(codes).containsExactly(200);
    }

    /** What is against the rules stays so, whatever happened before. */
    @Test
    void anAnswerThatNamesAFaultIsBelievedAfterAnOutageToo() {
        codes.addAll(List.of(503, 422, 200));

        assertThatExceptionOfType(ApiException.class).isThrownBy(this::name).matches(ApiException::isAgainstTheRules);
        assertThat(codes).containsExactly(200);
    }

    private String name() throws ApiException, InterruptedException {
        return cluster.ask(client ->
                client.pods().inNamespace("n").withName("a").get().getMetadata().getName());
    }

    private void answer(HttpExchange exchange) throws IOException {
        int code = codes.remove();
        String status = "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"code\": " + code
                + ", \"message\": \"pods \\\"a\\\" is forbidden: User \\\"hub\\\" cannot get resource \\\"pods\\\"\"}";
        byte[] body = (code == 200 ? POD : status).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
