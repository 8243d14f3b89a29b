package dev.hubwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.contract.Eventually;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    @Test
    void workThatBlocksDoesNotHoldUpOtherWork() throws Exception {
        runsTogether(Threads.forBlockingWork("test"));
        runsTogether(Threads.platform("test"));
    }

    private static void runsTogether(ExecutorService executor) throws InterruptedException {
        try {
            meet(executor, 100);
        } finally {
            executor.shutdownNow();
        }
    }

    /** Runs tasks that end only when all of them are running. */
    private static void meet(ExecutorService executor, int tasks) throws InterruptedException {
        CountDownLatch together = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            executor.execute(() -> {
                together.countDown();
                await(together);
            });
        }
        assertThat(together.await(20, TimeUnit.SECONDS))
                .as("%d tasks run together", tasks)
                .isTrue();
    }

    /** Hands in tasks that end when they are released; gives what counts those that have ended. */
    private static CountDownLatch waiting(ExecutorService executor, int tasks, CountDownLatch release) {
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            executor.execute(() -> {
                await(release);
                done.countDown();
            });
        }
        return done;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aPlatformThreadThatIsIdleIsUsedAgain() throws Exception {
        ExecutorService executor = Threads.platform("corp");
        try {
            Thread first = executor.submit(Thread::currentThread).get();
            for (int i = 0; i < 100; i++) {
                Eventually.holds("the thread is idle", () -> first.getState() == Thread.State.TIMED_WAITING);
                assertThat(executor.submit(Thread::currentThread).get()).isSameAs(first);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void workWaitsForPlatformThreadsWhenAllAreBusyAndNoLonger() throws Exception {
        ExecutorService executor = Threads.platform("corp");
        try {
            for (int round = 0; round < 20; round++) {
                CountDownLatch release = new CountDownLatch(1);
                CountDownLatch done = waiting(executor, 600, release);
                release.countDown();
                // Some of the threads of before are idle, some not yet.
                meet(executor, 50);
                assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
                meet(executor, 256);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void platformThreadsEndWhatTheyWereGivenBeforeTheyWereShutDown() throws Exception {
        ExecutorService executor = Threads.platform("corp");
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = waiting(executor, 300, release);
        executor.shutdown();
        assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        release.countDown();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
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
