package dev.hubwright.hub.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.hub.Axe;
import dev.hubwright.hub.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pages in a browser, under their own policy. */
@RequiresEngine({Engine.BROWSER, Engine.AXE_CORE})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {

    private static final int NARROW = 360;

    private final Pages pages = Pages.create("/", List.of(), "1");
    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private volatile String events = "";
    private HttpServer server;
    private Chromium chromium;
    private Page page;

    @BeforeAll
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        chromium = new Chromium();
    }

    @AfterAll
    void stop() {
        chromium.close();
        server.stop(0);
    }

    @BeforeEach
    void open() {
        documents.clear();
        complaints.clear();
        page = chromium.fresh();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void keepsItsOwnPolicyFitsNarrowScreensAndKeepsNobodyOut() {
        documents.putAll(new SamplePages("A<b>text</b> that is ' rather \"long\" #").render(pages));
        page.setViewportSize(NARROW, 740);
        for (String name : List.copyOf(documents.keySet())) {
            Chromium.open(page, address(name));
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as(name)
                    .isEqualTo(NARROW);
            assertThat(Axe.complaints(page)).as(name).isEmpty();
        }
        assertThat(complaints)
                .filteredOn(text -> text.contains("Content Security Policy"))
                .isEmpty();
    }

    @Test
    void showsHowFarAStartIs() {
        events = event("'progress': 20, 'message': '<b>Pulling</b>'") + event("'progress': 60, 'message': 'Waiting'");
        openPending();

        assertThat(page.locator("#message")).hasText("Waiting");
        assertThat(page.locator("#bar")).hasJSProperty("value", 60.0);
        assertThat(page.locator("#log li")).hasText(new String[] {"<b>Pulling</b>", "Waiting"});
        assertThat(complaints).isEmpty();
    }

    @Test
    void leadsToTheServerWhenItIsReady() {
        documents.put("server", "<title>The server</title>");
        events = event("'progress': 100, 'ready': true, 'message': 'Ready', 'url': 'https://elsewhere.example'");
        openPending();

        page.waitForURL(address("server"));
    }

    @Test
    void tellsWhyAStartFailed() {
        events = event("'progress': 100, 'failed': true, 'message': 'No <i>space</i> left'");
        openPending();

        assertThat(page.locator("[role=alert]")).hasText("No <i>space</i> left");
        assertThat(page.locator("h1")).hasText("The start failed");
        assertThat(page.locator("#cancel")).isHidden();
        assertThat(page).hasTitle("The start failed · Hubwright");
    }

    @Test
    void loadsThePageAgainWhenThereIsNothingToFollow() {
        events = "";
        openPending();
        documents.put("pending", "<title>Moved on</title>");

        assertThat(page).hasTitle("Moved on");
    }

    @Test
    void showsTimesInTheZoneOfTheReader() {
        documents.put("tokens", pages.tokens(new SamplePages("x").tokens()));
        Chromium.open(page, address("tokens"));

        assertThat(page.locator("time").first()).hasAttribute("title", "22 Nov 2026, 12:00 UTC");
    }

    private void openPending() {
        Chrome chrome = Chrome.of("alice", "t");
        documents.put(
                "pending",
                pages.pending(new PendingPage(chrome, "", "", "/events?_xsrf=t", "/server", "/cancel", "/start")));
        Chromium.open(page, address("pending"));
    }

    private String address(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    private static String event(String fields) {
        return "data: {" + fields.replace('\'', '"') + "}\n\n";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        exchange.getResponseHeaders().set("Content-Security-Policy", pages.contentSecurityPolicy());
        Optional<Asset> asset = pages.asset(path.replaceFirst("^/hub/static/", ""));
        if (asset.isPresent()) {
            reply(exchange, 200, asset.get().contentType(), asset.get().bytes());
        } else if (path.equals("/events")) {
            reply(exchange, events.isEmpty() ? 400 : 200, "text/event-stream", events.getBytes(UTF_8));
        } else {
            String document = documents.get(path.substring(1));
            reply(
                    exchange,
                    document == null ? 404 : 200,
                    "text/html; charset=utf-8",
                    String.valueOf(document).getBytes(UTF_8));
        }
    }

    private static void reply(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
