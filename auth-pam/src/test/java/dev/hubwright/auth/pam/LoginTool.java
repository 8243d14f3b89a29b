package dev.hubwright.auth.pam;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Logs people in, in a JVM of its own that a test may have die: reads commands, prints a line for each. */
final class LoginTool {

    private final Authenticator authenticator;
    private AuthResult last;

    private LoginTool(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    public static void main(String[] arguments) throws Exception {
        PamConfig.Builder config = PamConfig.builder().service(arguments[0]);
        if (arguments.length > 1) {
            config.folder(Path.of(arguments[1]));
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Authenticator pam = PamAuthenticatorFactory.create(
                config.build(), ProviderContext.builder().build())) {
            LoginTool tool = new LoginTool(pam);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(tool.run(line.split("\t")));
            }
        }
    }

    private String run(String[] words) throws Exception {
        return switch (words[0]) {
            case "login" -> answer(AuthRequest.password(words[1], Secret.of(words[2])));
            case "answer" ->
                answer(AuthRequest.builder()
                        .flow(((AuthResult.Challenge) last).flow())
                        .field("answer0", Secret.of(words[1]))
                        .build());
            case "health" -> authenticator.health().toString();
            case "storm" -> storm(Integer.parseInt(words[1]), Integer.parseInt(words[2]), words[3], words[4]);
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private String answer(AuthRequest request) throws InterruptedException {
        try {
            last = authenticator.authenticate(request);
        } catch (ProviderException e) {
            return "OUTAGE " + e.getMessage();
        }
        if (last instanceof AuthResult.Granted granted) {
            return "GRANTED " + granted.identity().name() + " "
                    + granted.identity().groups().map(TreeSet::new) + " "
                    + granted.authState().values();
        }
        if (last instanceof AuthResult.Denied denied) {
            return "DENIED " + denied.reason() + " " + denied.publicMessage().orElse("-") + " "
                    + denied.detail().orElse("-");
        }
        AuthResult.Challenge challenge = (AuthResult.Challenge) last;
        return "CHALLENGE " + challenge.message() + " " + challenge.fields();
    }

    /** Many logins from threads that end, while the garbage collector runs. */
    private String storm(int count, int browsers, String name, String password) throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        Map<String, Integer> answers = new ConcurrentSkipListMap<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < browsers; i++) {
            Thread thread = new Thread(() -> {
                for (int n = left.getAndDecrement(); n > 0; n = left.getAndDecrement()) {
                    answers.merge(oneOfMany(name, password), 1, Integer::sum);
                    if (n % 5 == 0) {
                        System.gc();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return answers.toString();
    }

    private String oneOfMany(String name, String password) {
        try {
            return authenticator
                    .authenticate(AuthRequest.password(name, Secret.of(password))
                            .withDeadline(Instant.now().plus(Dialog.PATIENCE)))
                    .getClass()
                    .getSimpleName();
        } catch (ProviderException | InterruptedException e) {
            return e.toString();
        }
    }
}
