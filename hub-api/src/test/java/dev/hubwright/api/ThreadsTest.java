package dev.hubwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    @Test
    void workThatBlocksDoesNotHoldUpOtherWork() throws Exception {
        runsTogether(Threads.forBlockingWork("test"));
        runsTogether(Threads.platform("test"));
    }

    private static void runsTogether(ExecutorService executor) throws InterruptedException {
        CountDownLatch together = new CountDownLatch(100);
        try {
            for (int i = 0; i < 100; i++) {
                executor.execute(() -> {
                    together.countDown();
                    try {
                        together.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void platformThreadsHaveNamesAndDoNotKeepTheJvmAlive() throws Exception {
        ExecutorService executor = Threads.platform("corp");
        try {
            Future<Thread> thread = executor.submit(Thread::currentThread);
            assertThat(thread.get().getName()).isEqualTo("corp-1");
            assertThat(thread.get().isDaemon()).isTrue();
        } finally {
            executor.shutdownNow();
        }
    }
}
