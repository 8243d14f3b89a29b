package dev.hubwright.hub.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the certificates of a running proxy again, all when told to, each when its files have changed. Thread-safe. */
final class CertificateReload {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);
    private static final long WATCH_MILLIS = 5_000;

    private final List<Side> sides = new CopyOnWriteArrayList<>();

    /** Takes over what the files hold now; what cannot be used changes nothing. */
    interface Step {

        Future<?> take() throws IOException;
    }

    private static final class Side {

        private final TlsFiles files;
        private final Step step;
        private List<FileTime> known;

        Side(TlsFiles files, Step step) {
            this.files = files;
            this.step = step;
            this.known = files.written();
        }

        synchronized boolean hasChanged() {
            List<FileTime> before = known;
            known = files.written();
            return !known.equals(before);
        }

        Future<?> reload() {
            try {
                return step.take().recover(failure -> Future.failedFuture(unusable(failure)));
            } catch (IOException e) {
                return Future.failedFuture(e);
            }
        }

        private IOException unusable(Throwable failure) {
            return new IOException(
                    "The new certificate of " + files.name() + "cert cannot be used: " + failure.getMessage(), failure);
        }
    }

    void add(TlsFiles files, Step step) {
        sides.add(new Side(files, step));
    }

    /** Reads everything; fails if one side could not, which does not keep the others from it. Blocks for the files. */
    Future<Void> all() {
        List<Future<?>> all = new ArrayList<>();
        sides.forEach(side -> all.add(side.reload()));
        return Future.join(all).mapEmpty();
    }

    /** Looks every few seconds whether there is something new, as long as the proxy lives. */
    void watch(Vertx vertx) {
        if (!sides.isEmpty()) {
            vertx.setPeriodic(WATCH_MILLIS, timer -> vertx.executeBlocking(this::reloadChanged));
        }
    }

    private Void reloadChanged() {
        for (Side side : sides) {
            if (side.hasChanged()) {
                side.reload()
                        .onSuccess(done -> LOG.info("The certificate of {}cert was read again", side.files.name()))
                        .onFailure(failure -> LOG.warn(
                                "A certificate was changed and could not be read, so the old one stays: {}",
                                failure.getMessage()));
            }
        }
        return null;
    }
}
