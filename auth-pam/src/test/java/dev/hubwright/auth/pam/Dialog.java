package dev.hubwright.auth.pam;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import java.time.Duration;
import java.time.Instant;

/** What a person does at the login page. */
final class Dialog implements AutoCloseable {

    /** Enough for whoever comes last of hundreds, on a machine that may be slow. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Authenticator authenticator;

    Dialog(PamConfig.Builder config) {
        this.authenticator = PamAuthenticatorFactory.create(
                config.build(), ProviderContext.builder().build());
    }

    /** With {@code service} of the system. */
    static Dialog with(String service) {
        return new Dialog(PamConfig.builder().service(service));
    }

    AuthResult logIn(String name, String password) throws Exception {
        return authenticator.authenticate(AuthRequest.password(name, Secret.of(password))
                .withDeadline(Instant.now().plus(PATIENCE)));
    }

    AuthResult logIn(String name, String password, String code) throws Exception {
        return authenticator.authenticate(AuthRequest.builder()
                .field("username", Secret.of(name))
                .field("password", Secret.of(password))
                .field("otp", Secret.of(code))
                .build());
    }

    /** Answers the questions of a challenge. */
    AuthResult answer(AuthResult challenge, String... answers) throws Exception {
        return answer(((AuthResult.Challenge) challenge).flow(), answers);
    }

    AuthResult answer(Opaque flow, String... answers) throws Exception {
        AuthRequest.Builder request = AuthRequest.builder().flow(flow);
        for (int i = 0; i < answers.length; i++) {
            request.field("answer" + i, Secret.of(answers[i]));
        }
        return authenticator.authenticate(request.build());
    }

    Authenticator authenticator() {
        return authenticator;
    }

    @Override
    public void close() {
        authenticator.close();
    }
}
