package dev.hubwright.spawner.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One pull of an image, for all who wait for it. It is given up when the last of them leaves. */
final class Pull {

    private static final long LOOK_MILLIS = 200;

    private final ImageName image;
    private final Layers layers = new Layers();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile Closeable stream = () -> {};
    private int waiting = 1;

    private Pull(ImageName image) {
        this.image = image;
    }

    static Pull begin(Engine engine, ImageName image, Optional<String> platform, Optional<AuthConfig> credentials) {
        Pull pull = new Pull(image);
        PullImageCmd command =
                engine.pulls().client().pullImageCmd(image.repository()).withTag(image.reference());
        platform.ifPresent(command::withPlatform);
        credentials.ifPresent(command::withAuthConfig);
        engine.streamThreads().execute(() -> pull.run(engine, command));
        return pull;
    }

    private void run(Engine engine, PullImageCmd command) {
        try {
            command.exec(new Listener(engine));
        } catch (RuntimeException e) {
            done.completeExceptionally(engine.translate(e));
        }
    }

    /** Hears what the engine says about each layer. */
    private final class Listener extends ResultCallback.Adapter<PullResponseItem> {

        private final Engine engine;

        Listener(Engine engine) {
            this.engine = engine;
        }

        @Override
        public void onStart(Closeable opened) {
            super.onStart(opened);
            stream = opened;
        }

        @Override
        public void onNext(PullResponseItem item) {
            // The engine reports a full disk in an item of a stream that then ends as if all were well.
            if (item.getErrorDetail() != null || item.getError() != null) {
                String text =
                        item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null
                                ? item.getErrorDetail().getMessage()
                                : item.getError();
                done.completeExceptionally(new EngineException(500, text, null));
            }
            layers.add(item);
        }

        @Override
        public void onError(Throwable error) {
            done.completeExceptionally(engine.translate(error));
            super.onError(error);
        }

        @Override
        public void onComplete() {
            done.complete(null);
            super.onComplete();
        }
    }

    /** Waits with those who wait already; false if it is over or given up. */
    synchronized boolean join() {
        if (waiting == 0 || done.isDone()) {
            return false;
        }
        waiting++;
        return true;
    }

    /** Waits no longer; true for the last one. */
    synchronized boolean leave() {
        waiting--;
        if (waiting > 0) {
            return false;
        }
        if (!done.isDone()) {
            cancel();
        }
        return true;
    }

    private void cancel() {
        done.completeExceptionally(EngineException.noAnswer("Nobody waits for the pull any more", null));
        try {
            stream.close();
        } catch (IOException e) {
            // It is closed as far as we are concerned; the engine ends the pull when it cannot write.
            return;
        }
    }

    void await(Progress progress, Duration patience) throws ProviderException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        String said = "";
        while (System.nanoTime() - end < 0) {
            try {
                done.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                String now = layers.summary();
                if (!now.equals(said)) {
                    progress.report(layers.percent(), "Pulling " + image.full() + now);
                    said = now;
                }
            } catch (ExecutionException e) {
                throw PullTrouble.of(image, e.getCause());
            }
        }
        throw ProviderException.retryable(
                "The server's image could not be fetched in time",
                "Pulling " + image.full() + " took more than DockerSpawner.pull_timeout = " + patience.toSeconds()
                        + layers.summary());
    }
}
