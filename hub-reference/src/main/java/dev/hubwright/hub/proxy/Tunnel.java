package dev.hubwright.hub.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
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
    void send(TargetConnection connection) {
        HttpHeaders headers = fields("ws");
        headers.set(HttpHeaderNames.CONNECTION, "Upgrade");
        headers.set(HttpHeaderNames.UPGRADE, client().request().getHeader(HttpHeaderNames.UPGRADE));
        connection.send(whole(headers));
    }

    @Override
    public void continues() {}

    @Override
    boolean isRepeatable() {
        return true;
    }

    @Override
    void answer(HttpResponse answer) {
        if (answer.status().code() == 101
                && HeaderRules.hasToken("Upgrade", "websocket", HeaderRules.read(answer.headers()))) {
            target().ifPresent(connection -> open(connection, answer));
        } else {
            super.answer(answer);
        }
    }

    @Override
    public void data(Buffer data) {
        if (down == null) {
            super.data(data);
        } else {
            down.copy(data);
        }
    }

    @Override
    public void ended(Buffer last) {
        if (down == null) {
            super.ended(last);
        } else {
            down.end(last);
        }
    }

    @Override
    void stop() {
        if (down != null) {
            down.stop();
            up.stop();
        }
    }

    private void open(TargetConnection target, HttpResponse answer) {
        target.shut();
        target.becomeTunnel();
        HttpServerResponse response = client().response();
        copyFields(answer, response);
        response.putHeader(HttpHeaderNames.CONNECTION, "Upgrade");
        response.putHeader(HttpHeaderNames.UPGRADE, answer.headers().get(HttpHeaderNames.UPGRADE));
        client().request().toNetSocket().onComplete((browser, failure) -> {
            if (isOver() || failure != null) {
                leave();
            } else {
                join(browser, target);
            }
        });
    }

    private void join(NetSocket browser, TargetConnection target) {
        browser.pause();
        browser.closeHandler(closed -> leave());
        browser.exceptionHandler(failure -> leave());
        route().activity().touch();
        down = new Flow(target, Flow.Sink.of(browser), new Listener(() -> endBrowser(browser)));
        up = new Flow(Flow.Tap.of(browser), target, new Listener(this::leave));
        target.open();
        up.start(browser);
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
        public void ended(Buffer last) {
            end.run();
        }
    }
}
