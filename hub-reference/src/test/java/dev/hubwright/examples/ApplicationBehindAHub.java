package dev.hubwright.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.oauth.HubOAuth;
import dev.hubwright.api.oauth.HubOAuthConfig;
import dev.hubwright.api.oauth.Visit;
import dev.hubwright.api.oauth.WebAnswer;
import dev.hubwright.api.oauth.WebRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

// quote
/** A page for people who may use this application, with the web server of the JDK. */
final class ApplicationBehindAHub {

    private final HubOAuthConfig config;
    private final HubOAuth oauth;

    /** @param config {@code HubOAuthConfig.of(System.getenv())} where a hub has started the application */
    ApplicationBehindAHub(HubOAuthConfig config, HttpServer server) {
        this.config = config;
        this.oauth = HubOAuth.of(config);
        server.createContext(config.prefix(), this::answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        WebRequest request = seen(exchange);
        try {
            if (exchange.getRequestURI().getPath().equals(config.callbackUrl())) {
                send(exchange, oauth.callback(request));
                return;
            }
            Visit visit = oauth.visit(request);
            if (visit instanceof Visit.Stranger) {
                send(exchange, oauth.login(request));
            } else if (visit instanceof Visit.Known known) {
                send(exchange, 200, "Hello, " + known.user().name());
            } else {
                send(exchange, 403, "This is not for you");
            }
        } catch (ProviderException outage) {
            send(exchange, 503, outage.publicMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, WebAnswer answer) throws IOException {
        answer.cookies().forEach(cookie -> exchange.getResponseHeaders().add("Set-Cookie", cookie));
        answer.location().ifPresent(location -> exchange.getResponseHeaders().set("Location", location));
        send(exchange, answer.status(), answer.message());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static WebRequest seen(HttpExchange exchange) {
        return new WebRequest() {
            @Override
            public String uri() {
                return exchange.getRequestURI().toString();
            }

            @Override
            public List<String> headers(String name) {
                return Optional.ofNullable(exchange.getRequestHeaders().get(name))
                        .orElse(List.of());
            }
        };
    }
}
// end of quote
