package dev.hubwright.hub.site;

import dev.hubwright.hub.metrics.HubMetrics;
import dev.hubwright.hub.proxy.AddressRange;
import dev.hubwright.hub.proxy.RequestId;
import dev.hubwright.hub.web.Handler;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Gives each request a name for the log, and measures it. Thread-safe. */
public final class Requests implements Handler {

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private static final String LOGOUT = "/hub/logout";

    private final HubSite site;
    private final HubMetrics metrics;
    private final List<AddressRange> trusted;

    /**
     * Stands before a site.
     *
     * @param trustedProxies addresses of those whose word on the name of a request is taken, beside our own proxy
     */
    public Requests(HubSite site, HubMetrics metrics, List<String> trustedProxies) {
        this.site = site;
        this.metrics = metrics;
        this.trusted = AddressRange.among(trustedProxies);
    }

    @Override
    public Response handle(Request request) throws Exception {
        String id = idOf(request);
        long begun = System.nanoTime();
        try (MDC.MDCCloseable ignored = MDC.putCloseable(RequestId.KEY, id)) {
            Response response = site.handle(request);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            String handler = site.handlerOf(request);
            metrics.request(request.method(), handler, response.status(), took);
            if (handler.endsWith(LOGOUT)) {
                metrics.tookSince(HubMetrics.Work.LOGOUT, begun);
            }
            LOG.debug("{} {} {} {} ms", request.method(), request.shownPath(), response.status(), took.toMillis());
            return response.withInstead(RequestId.HEADER, id);
        }
    }

    private String idOf(Request request) {
        boolean believed = request.isThroughOwnProxy()
                || trusted.stream().anyMatch(range -> range.contains(request.peerAddress()));
        return request.header(RequestId.HEADER)
                .filter(told -> believed && RequestId.isGood(told))
                .orElseGet(RequestId::fresh);
    }
}
