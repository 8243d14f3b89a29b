package dev.hubwright.hub.web;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one response on the event loop that the request came from. */
final class ResponseWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);
    /** What a client has not read yet of an event stream, in bytes; one that is further behind is cut off. */
    private static final int MAX_BEHIND = 256 * 1024;

    private static final long KEEP_ALIVE_MILLIS = 8_000;

    private final HttpServerRequest request;
    private final Context context;

    ResponseWriter(HttpServerRequest request) {
        this.request = request;
        this.context = Vertx.currentContext();
    }

    void write(Response response) {
        context.runOnContext(any -> {
            HttpServerResponse out = request.response();
            if (out.closed() || out.ended()) {
                return;
            }
            out.setStatusCode(response.status());
            response.headers().forEach(header -> out.headers().add(header.getKey(), header.getValue()));
            if (response.events().isPresent()) {
                stream(out, response.events().get());
            } else if (request.method() == HttpMethod.HEAD || response.status() == 304) {
                out.end();
            } else {
                out.end(Buffer.buffer(response.body()));
            }
        });
    }

    private void stream(HttpServerResponse out, EventSource source) {
        out.setChunked(true);
        out.setWriteQueueMaxSize(MAX_BEHIND);
        // Blank lines keep proxies and browsers from giving up on a quiet stream.
        sendBlankLines(out);
        long keepAlive = context.owner().setPeriodic(KEEP_ALIVE_MILLIS, timer -> sendBlankLines(out));
        AutoCloseable[] subscription = new AutoCloseable[1];
        boolean[] over = {false};
        Runnable finish = () -> {
            context.owner().cancelTimer(keepAlive);
            over[0] = true;
            release(subscription[0]);
            subscription[0] = null;
        };
        out.endHandler(any -> finish.run());
        out.closeHandler(any -> finish.run());
        // Opening may block on a lock of the source, so it must not happen on the event loop.
        context.<AutoCloseable>executeBlocking(() -> source.open(new ContextSink(out)), false)
                .onComplete(opened -> {
                    subscription[0] = opened.result();
                    if (opened.failed()) {
                        LOG.warn("An event stream could not be opened", opened.cause());
                        out.end();
                    } else if (over[0]) {
                        release(subscription[0]);
                    }
                });
    }

    private static void sendBlankLines(HttpServerResponse out) {
        if (!out.ended() && !out.closed()) {
            out.write("\n\n");
        }
    }

    private void release(AutoCloseable subscription) {
        if (subscription != null) {
            context.executeBlocking(
                    () -> {
                        subscription.close();
                        return null;
                    },
                    false);
        }
    }

    private final class ContextSink implements EventSource.Sink {

        private final HttpServerResponse out;

        ContextSink(HttpServerResponse out) {
            this.out = out;
        }

        @Override
        public void send(String data) {
            context.runOnContext(any -> {
                if (out.closed() || out.ended()) {
                    return;
                }
                if (out.writeQueueFull()) {
                    out.reset();
                } else {
                    out.write("data: " + data + "\n\n");
                }
            });
        }

        @Override
        public void end() {
            context.runOnContext(any -> {
                if (!out.closed() && !out.ended()) {
                    out.end();
                }
            });
        }
    }
}
