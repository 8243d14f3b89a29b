package dev.hubwright.auth.pam;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** PAM sessions around servers, each held by a process that outlives the hub. Thread-safe. */
final class Sessions {

    private static final String USER = "user";

    private final PamConfig config;
    private final Clock clock;

    Sessions(PamConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** What is kept about an open session; its process is found by the id of the start. */
    static Opaque state(String user) {
        return Opaque.of(1, Map.of(USER, user));
    }

    /**
     * Opens one.
     *
     * @return the variables that its modules set
     * @throws ProviderException if a module refuses; nothing is left then
     */
    Map<String, String> open(String user, String spawnId, Instant deadline)
            throws ProviderException, InterruptedException {
        SessionHolder.Answer answer = ask(SessionHolder.Wish.of(config, user, false), spawnId, deadline);
        if (!PamCode.SUCCESS.is(answer.code())) {
            throw failure(
                    "pam_open_session gives " + PamCode.describe(answer.code())
                            + (answer.said().isEmpty() ? "" : ", saying \"" + answer.said() + "\"") + " of service \""
                            + config.service() + "\" for \"" + user
                            + "\"; look at its session lines, or set PAMAuthenticator.open_sessions to false",
                    null);
        }
        return answer.variables();
    }

    /** Closes the session of a start; one whose process was killed is closed by another process. */
    void close(String spawnId, Opaque state, Instant deadline) throws ProviderException, InterruptedException {
        Optional<ProcessHandle> holder = holder(spawnId);
        Optional<String> user = state.text(USER);
        if (holder.isPresent()) {
            holder.get().destroy();
            await(holder.get(), deadline);
        } else if (user.isPresent()) {
            ask(SessionHolder.Wish.of(config, user.get(), true), spawnId, deadline);
        }
    }

    /** The process that holds the session of a start, whoever started it. */
    static Optional<ProcessHandle> holder(String spawnId) {
        List<String> end = List.of(SessionHolder.class.getName(), spawnId);
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(Arrays::asList)
                        .filter(words -> words.size() > 2
                                && words.subList(words.size() - 2, words.size()).equals(end))
                        .isPresent())
                .findFirst();
    }

    private void await(ProcessHandle holder, Instant deadline) throws ProviderException, InterruptedException {
        try {
            holder.onExit().get(left(deadline).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            holder.destroyForcibly();
            throw failure("the PAM session of process " + holder.pid() + " did not close in time", e);
        } catch (ExecutionException e) {
            throw failure("the PAM session of process " + holder.pid() + " cannot be watched", e);
        }
    }

    private SessionHolder.Answer ask(SessionHolder.Wish wish, String spawnId, Instant deadline)
            throws ProviderException, InterruptedException {
        boolean answered = false;
        Process process = null;
        try {
            process = HelperProcess.builder(HelperProcess.session(spawnId)).start();
            wish.write(new DataOutputStream(process.getOutputStream()));
            process.getOutputStream().close();
            SessionHolder.Answer answer = answer(process).get(left(deadline).toMillis(), TimeUnit.MILLISECONDS);
            if (wish.reopened() || !PamCode.SUCCESS.is(answer.code())) {
                process.waitFor(left(deadline).toMillis(), TimeUnit.MILLISECONDS); // It has nothing to hold.
            }
            answered = true;
            return answer;
        } catch (IOException | ExecutionException e) {
            throw failure("the process that holds a PAM session cannot be started or has died", e);
        } catch (TimeoutException e) {
            throw failure("pam_open_session of service \"" + config.service() + "\" did not end in time", e);
        } finally {
            if (process != null && !answered) {
                process.destroyForcibly();
            }
        }
    }

    private static CompletableFuture<SessionHolder.Answer> answer(Process process) {
        CompletableFuture<SessionHolder.Answer> answer = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, answer), "pam-session-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        return answer;
    }

    private static void read(Process process, CompletableFuture<SessionHolder.Answer> answer) {
        try (DataInputStream in = new DataInputStream(process.getInputStream())) {
            answer.complete(SessionHolder.Answer.read(in));
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
    }

    private Duration left(Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static ProviderException failure(String detail, Exception cause) {
        return ProviderException.permanent(
                "Your session on this machine cannot be opened. Tell the administrator of this hub.", detail, cause);
    }
}
