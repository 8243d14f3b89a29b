package dev.hubwright.api.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hubwright.api.Figures;
import dev.hubwright.api.Health;
import dev.hubwright.api.HealthCheck;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Setup;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.BackChannelLogout;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Diagnosis;
import dev.hubwright.api.auth.LoginLabel;
import dev.hubwright.api.auth.RepeatedLogin;
import dev.hubwright.api.auth.TokenSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every authenticator promises. A provider extends it with a backend that is real or embedded, in which one person
 * is known; what does not apply to the provider is skipped.
 *
 * <p>Wrong passwords are tried many times, so the backend must not lock accounts.
 */
public abstract class AuthenticatorContract {

    private static final int PATIENCE_SECONDS = 60;

    private Authenticator tested;

    /** A new authenticator for a backend that works. The contract closes it. */
    protected abstract Authenticator authenticator() throws Exception;

    /** The name that the known person types; not read if {@link #takesPasswords} is false. */
    protected abstract String username();

    /** The known person's password; not read if {@link #takesPasswords} is false. */
    protected abstract Secret password();

    /** A request that is granted in one step. */
    protected AuthRequest genuine() {
        return AuthRequest.password(username(), password());
    }

    /** Goes through a whole login of the known person; override it where that takes several steps. */
    protected AuthResult logIn(Authenticator authenticator) throws Exception {
        return authenticator.authenticate(genuine());
    }

    /** Whether people log in by a form with name and password. */
    protected boolean takesPasswords() {
        return true;
    }

    /** A name that nobody has; empty if every name is known. */
    protected Optional<String> unknownUsername() {
        return Optional.of("nobody-of-that-name");
    }

    /** Makes the backend of {@link #authenticator()} unreachable; empty if there is none that could be. */
    protected Optional<Runnable> breakBackend() {
        return Optional.empty();
    }

    @BeforeEach
    final void makeTheAuthenticator() throws Exception {
        tested = authenticator();
    }

    @AfterEach
    final void closeTheAuthenticator() {
        tested.close();
    }

    @Test
    void grantsAGenuineLogin() throws Exception {
        AuthResult.Granted granted = granted(logIn(tested));

        assertFalse(granted.identity().name().isBlank());
    }

    @Test
    void namesThePersonTheSameEveryTime() throws Exception {
        AuthResult.Granted first = granted(logIn(tested));
        AuthResult.Granted second = granted(logIn(tested));

        assertEquals(first.identity().name(), second.identity().name());
        assertEquals(first.identity().subject(), second.identity().subject());
    }

    @Test
    void hasNothingToSayToAnEmptyRequest() throws Exception {
        AuthResult result = tested.authenticate(AuthRequest.builder().build());

        assertFalse(result instanceof AuthResult.Granted, "An empty request must not be granted");
    }

    @Test
    void deniesAWrongPassword() throws Exception {
        assumeTrue(takesPasswords());

        assertDeniedWithoutProof(attempt(username(), password().reveal() + "x"));
        assertDeniedWithoutProof(attempt(username(), "x"));
    }

    @Test
    void deniesAnUnknownUserLikeAWrongPassword() throws Exception {
        assumeTrue(takesPasswords() && unknownUsername().isPresent());

        assertDeniedWithoutProof(attempt(unknownUsername().get(), password().reveal()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", " "})
    void deniesUselessPasswords(String password) throws Exception {
        assumeTrue(takesPasswords());

        assertDeniedWithoutProof(attempt(username(), password));
    }

    @Test
    void deniesARightPasswordWithSomethingBehindIt() throws Exception {
        assumeTrue(takesPasswords());
        String password = password().reveal();

        assertDeniedWithoutProof(attempt(username(), password + "\0"));
        assertDeniedWithoutProof(attempt(username(), password + "\0behind"));
        assertDeniedWithoutProof(attempt(username(), password + "x".repeat(10_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*)(uid=*",
                "*)(objectClass=*",
                "a/b",
                "../x",
                "\0",
                "%s%n",
                "alice,dc=evil",
                "a\nb",
                "-rf",
                "\u202Eecila"
            })
    void deniesHostileNames(String name) throws Exception {
        assumeTrue(takesPasswords());

        assertDeniedWithoutProof(attempt(name, password().reveal()));
    }

    @Test
    void deniesNamesThatBeginLikeAKnownOne() throws Exception {
        assumeTrue(takesPasswords());

        for (String tail : List.of("\0", "\0x", ",dc=evil", ")(cn=*", "/x", "x".repeat(10_000))) {
            assertDeniedWithoutProof(attempt(username() + tail, password().reveal()));
        }
    }

    @Test
    void tellsAnOutageFromARefusal() throws Exception {
        Optional<Runnable> breakBackend = breakBackend();
        assumeTrue(breakBackend.isPresent());
        breakBackend.get().run();

        ProviderException outage = assertThrows(ProviderException.class, () -> logIn(tested));

        assertFalse(outage.publicMessage().isBlank(), "The person must read something");
        assertHoldsNoSecret(outage);
    }

    @Test
    void knowsWhetherItsBackendAnswers() throws Exception {
        Optional<HealthCheck> check = tested.capability(HealthCheck.class);
        assumeTrue(check.isPresent());

        assertNotEquals(Health.State.DOWN, check.get().check().state());

        Optional<Runnable> breakBackend = breakBackend();
        assumeTrue(breakBackend.isPresent());
        breakBackend.get().run();
        Health broken = check.get().check();
        assertNotEquals(Health.State.UP, broken.state());
        assertFalse(broken.message().isBlank(), "The operator must read something");
        if (takesPasswords()) {
            assertFalse(broken.message().contains(password().reveal()), "A secret is shown");
        }
    }

    @Test
    void showsNoSecret() throws Exception {
        assumeTrue(takesPasswords());
        String password = password().reveal();
        List<Object> shown = new ArrayList<>(List.of(tested, tested.health(), genuine(), logIn(tested)));
        shown.add(tested.authenticate(attempt(username(), password + "x")));

        for (Object each : shown) {
            assertFalse(each.toString().contains(password), "A secret is shown by " + each.getClass());
        }
    }

    @Test
    void servesFiftyPeopleAtOnce() throws Exception {
        int people = 50;
        CountDownLatch together = new CountDownLatch(people);
        ExecutorService browsers = Executors.newFixedThreadPool(people);
        try {
            List<Future<AuthResult>> answers = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                answers.add(browsers.submit(() -> {
                    together.countDown();
                    together.await();
                    return logIn(tested);
                }));
            }
            for (Future<AuthResult> answer : answers) {
                granted(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
        } finally {
            browsers.shutdownNow();
        }
    }

    @Test
    void closesWhileCallsAreUnderWay() throws Exception {
        int callers = 4;
        CountDownLatch busy = new CountDownLatch(callers);
        CountDownLatch closed = new CountDownLatch(1);
        ExecutorService browsers = Executors.newFixedThreadPool(callers);
        try {
            List<Future<Void>> ends = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                ends.add(browsers.submit(() -> {
                    do {
                        answersOrIsUnavailable();
                        busy.countDown();
                    } while (closed.getCount() > 0);
                    answersOrIsUnavailable();
                    return null;
                }));
            }
            assertTrue(busy.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "No caller gets an answer");
            tested.close();
            closed.countDown();
            for (Future<Void> end : ends) {
                end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            browsers.shutdownNow();
        }
    }

    @Test
    void closesTwiceWithoutHarm() {
        tested.close();

        assertDoesNotThrow(tested::close);
    }

    @Test
    void refreshesWhomItGranted() throws Exception {
        AuthResult.Granted first = granted(logIn(tested));

        AuthResult.Granted again = granted(tested.refresh(first.identity(), first.authState()));

        assertEquals(first.identity().name(), again.identity().name());
        assertEquals(first.identity().subject(), again.identity().subject());
    }

    @Test
    void knowsWhereToSendThoseWhoLogOut() throws Exception {
        AuthResult.Granted granted = granted(logIn(tested));

        tested.logout(granted.identity(), granted.authState())
                .ifPresent(uri -> assertTrue(uri.isAbsolute(), uri + " is not absolute"));
    }

    @Test
    void offersTheSameEveryTime() {
        for (Class<?> type : List.of(
                LoginLabel.class,
                TokenSource.class,
                BackChannelLogout.class,
                RepeatedLogin.class,
                Diagnosis.class,
                Setup.class)) {
            assertEquals(
                    tested.capability(type).isPresent(), tested.capability(type).isPresent(), type.getSimpleName());
        }
        tested.capability(LoginLabel.class)
                .ifPresent(label -> assertFalse(label.loginService().isBlank(), "A button needs a text"));
        tested.capability(Setup.class)
                .ifPresent(setup -> assertEquals(setup.installationFiles(), setup.installationFiles()));
    }

    @Test
    void explainsALoginWithoutShowingTheSecret() throws Exception {
        Optional<Diagnosis> diagnosis = tested.capability(Diagnosis.class);
        assumeTrue(diagnosis.isPresent() && takesPasswords());

        List<Diagnosis.Step> steps = new ArrayList<>();
        granted(diagnosis.get().explain(genuine(), steps::add));

        assertFalse(steps.isEmpty(), "A diagnosis has at least one step");
        assertTrue(steps.get(steps.size() - 1).success(), "The last step of a genuine login succeeds: " + steps);
        assertFalse(steps.toString().contains(password().reveal()), "A secret is shown by the diagnosis");
    }

    @Test
    void explainsAWrongPasswordLikeALogin() throws Exception {
        Optional<Diagnosis> diagnosis = tested.capability(Diagnosis.class);
        assumeTrue(diagnosis.isPresent() && takesPasswords());
        List<Diagnosis.Step> steps = new ArrayList<>();

        AuthResult result = diagnosis.get().explain(attempt(username(), "wrong-and-secret"), steps::add);

        assertInstanceOf(AuthResult.Denied.class, result);
        assertFalse(steps.toString().contains("wrong-and-secret"), "A secret is shown by the diagnosis");
    }

    @Test
    void tellsTheSameFiguresEachTime() throws Exception {
        Optional<Figures> figures = tested.capability(Figures.class);
        assumeTrue(figures.isPresent());
        Set<String> names = figures.get().figures().keySet();

        granted(logIn(tested));

        assertEquals(names, figures.get().figures().keySet());
        assertTrue(names.stream().allMatch(name -> name.matches("[a-z][a-z0-9_]*")), names.toString());
    }

    private void answersOrIsUnavailable() throws Exception {
        try {
            granted(logIn(tested));
        } catch (ProviderException e) {
            assertHoldsNoSecret(e);
        }
    }

    private void assertDeniedWithoutProof(AuthRequest request) throws Exception {
        AuthResult result = tested.authenticate(request);
        AuthResult.Denied denied = assertInstanceOf(AuthResult.Denied.class, result);
        assertEquals(DenialReason.BAD_CREDENTIALS, denied.reason());
        assertEquals(Optional.empty(), denied.publicMessage());
    }

    private void assertHoldsNoSecret(Throwable error) {
        if (!takesPasswords()) {
            return;
        }
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (String.valueOf(each).contains(password().reveal())) {
                fail("A secret is in the message of " + each.getClass());
            }
        }
    }

    private static AuthResult.Granted granted(AuthResult result) {
        return assertInstanceOf(AuthResult.Granted.class, result);
    }

    private static AuthRequest attempt(String username, String password) {
        return AuthRequest.password(username, Secret.of(password));
    }
}
