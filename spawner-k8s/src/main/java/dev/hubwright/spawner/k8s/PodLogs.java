package dev.hubwright.spawner.k8s;

import dev.hubwright.api.spawn.LogRequest;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Opens what a server prints. */
final class PodLogs {

    private PodLogs() {}

    static InputStream open(Cluster cluster, PodRef ref, LogRequest request) throws ApiException, InterruptedException {
        if (request.follow()) {
            return new Followed(cluster.once(client -> client.pods()
                    .inNamespace(ref.namespace())
                    .withName(ref.name())
                    .inContainer(NotebookContainer.NAME)
                    .tailingLines(request.tailLines())
                    .watchLog()));
        }
        return cluster.once(client -> client.pods()
                .inNamespace(ref.namespace())
                .withName(ref.name())
                .inContainer(NotebookContainer.NAME)
                .tailingLines(request.tailLines())
                .getLogInputStream());
    }

    /** Ends the request when the reader is done. */
    private static final class Followed extends FilterInputStream {

        private final LogWatch watch;

        Followed(LogWatch watch) {
            super(watch.getOutput());
            this.watch = watch;
        }

        @Override
        public void close() throws IOException {
            watch.close();
            super.close();
        }
    }
}
