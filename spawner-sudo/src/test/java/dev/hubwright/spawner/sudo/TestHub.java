package dev.hubwright.spawner.sudo;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.spawn.SpawnRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A hub that starts one server and is there until somebody kills it. */
final class TestHub {

    private TestHub() {}

    /** Takes the data folder, and {@code forgetful} to be killed before anything of the server is kept, or {@code narrow} for
     * a user that is not ASCII. */
    public static void main(String[] args) throws Exception {
        Path data = Path.of(args[0]);
        Servers servers = new Servers(data);
        SpawnRequest.Builder request =
                Servers.request(args[1].equals("narrow") ? "ümit ışık" : "alice", Servers.server());
        HookedProgress progress = new HookedProgress() {
            @Override
            public void checkpoint(Opaque state) {
                if (args[1].equals("forgetful")) {
                    sayAndWait(data);
                }
            }
        };
        Opaque state = servers.start(request, progress).state();
        Files.writeString(data.resolve("pid"), "" + Servers.state(state).pid());
        Files.writeString(data.resolve("birth"), "" + Servers.state(state).birth());
        Files.writeString(data.resolve("uri"), "" + Servers.state(state).uri());
        sayAndWait(data);
    }

    private static void sayAndWait(Path data) {
        try {
            Files.writeString(data.resolve("ready"), "ready");
            new CountDownLatch(1).await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
