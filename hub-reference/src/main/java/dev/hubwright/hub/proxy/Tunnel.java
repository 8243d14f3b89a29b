package dev.hubwright.hub.proxy;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;

/**
 * A request for a web socket. Once the target agrees, bytes pass both ways unread, so that sub-protocols, extensions
 * and close codes are the affair of browser and server alone. An answer other than 101 is relayed like any other.
 */
final class Tunnel extends Exchange {

    private Flow down;
    private Flow up;

    Tunnel(Worker worker, ClientSide client, RouteTable.Entry route, UriRules.Location location) {
        super(worker, client, route, location, "tunnel");
    }

    @Override
    int most() {
        return worker().shared().limits().tunnelsPerTarget();
    }

    @Override
    HttpClient pool() {
        return worker().targets().forTunnels();
    }

    @Override
    boolean isTunnel() {
        return true;
    }

    @Override
    void send(HttpClientRequest request) {
        copyHead(request, "ws");
        request.putHeader(HttpHeaders.CONNECTION, "Upgrade");
        request.putHeader(HttpHeaders.UPGRADE, client().request().getHeader(HttpHeaders.UPGRADE));
        request.connect();
    }

    @Override
    boolean mayRetry(Throwable failure) {
        return false;
    }

    // The request for the tunnel was never ended, as its socket might have become one.
    @Override
    boolean leavesTargetReusable() {
        return false;
    }

    @Override
    void answer(HttpClientResponse answer) {
        if (answer.statusCode() == 101 && HeaderRules.hasToken("Upgrade", "websocket", answer.headers())) {
            open(answer);
        } else {
            super.answer(answer);
        }
    }

    @Override
    void stop() {
        if (down != null) {
            down.stop();
            up.stop();
        }
    }

    private void open(HttpClientResponse answer) {
        Gate gate = Gate.of(answer.request().connection());
        gate.shut();
        NetSocket target = answer.netSocket();
        HttpServerResponse response = client().response();
        copyFields(answer, response);
        response.putHeader(HttpHeaders.CONNECTION, "Upgrade");
        response.putHeader(HttpHeaders.UPGRADE, answer.getHeader(HttpHeaders.UPGRADE));
        client().request().toNetSocket().onComplete((browser, failure) -> {
            if (isOver() || failure != null) {
                leave();
            } else {
                join(browser, target, gate);
            }
        });
    }

    private void join(NetSocket browser, NetSocket target, Gate gate) {
        browser.pause();
        browser.closeHandler(closed -> leave());
        browser.exceptionHandler(failure -> leave());
        target.exceptionHandler(failure -> {});
        route().activity().touch();
        down = new Flow(target, gate, browser, new Listener(() -> endBrowser(browser)));
        up = new Flow(browser, Flow.Tap.of(browser), target, new Listener(this::leave));
        down.start();
        up.start();
    }

    private void endBrowser(NetSocket browser) {
        client().patience().awaitReading(worker().shared().limits().stallTimeout());
        browser.end();
    }

    private void leave() {
        HttpConnection browser = client().request().connection();
        if (finish()) {
            dropTarget();
            Sockets.close(vertx(), browser);
        }
        worker().closed(browser);
    }

    private final class Listener implements Flow.Listener {

        private final Runnable end;

        Listener(Runnable end) {
            this.end = end;
        }

        @Override
        public void copied(int bytes) {
            route().activity().touch();
        }

        @Override
        public void paused() {}

        @Override
        public void resumed() {}

        @Override
        public void ended() {
            end.run();
        }
    }
}
