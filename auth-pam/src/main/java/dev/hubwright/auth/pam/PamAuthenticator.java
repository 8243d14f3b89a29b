package dev.hubwright.auth.pam;

import dev.hubwright.api.Health;
import dev.hubwright.api.LocalAccount;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Diagnosis;
import dev.hubwright.api.auth.Identity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks PAM who somebody is. */
final class PamAuthenticator implements Authenticator, Diagnosis {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_NAME = 256;
    private static final String ANSWER = "answer";

    private final PamConfig config;
    private final Encoding encoding;
    private final Logins logins;
    private final Dialogues dialogues;
    private final People people;
    private final PamHooks hooks;
    private final Surroundings surroundings;
    private final EvenRefusals refusals = new EvenRefusals();
    private final Clock clock;
    private volatile boolean closed;
    private volatile Optional<String> trouble = Optional.empty();

    PamAuthenticator(PamConfig config, ProviderContext context) {
        this.config = config;
        this.encoding = new Encoding(config.encoding());
        this.logins = new Logins(config);
        this.dialogues = new Dialogues(context.random());
        this.people = new People(config, context.localAccounts());
        this.clock = context.clock();
        this.surroundings = new Surroundings(config);
        this.hooks = new PamHooks(
                config, new AccountMaker(config, context.localAccounts()), new Sessions(config, context.clock()));
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return type.isInstance(hooks) ? Optional.of(type.cast(hooks)) : Authenticator.super.capability(type);
    }

    @Override
    public AuthResult authenticate(AuthRequest request) throws ProviderException, InterruptedException {
        return login(request, Trace.SILENT);
    }

    @Override
    public AuthResult explain(AuthRequest request, Consumer<Step> told) throws ProviderException, InterruptedException {
        Trace trace = new Trace(told);
        surroundings.describeTo(trace);
        return login(request, trace);
    }

    private AuthResult login(AuthRequest request, Trace trace) throws ProviderException, InterruptedException {
        if (closed) {
            throw PamTrouble.passing("the authenticator is closed");
        }
        Instant deadline = request.deadline().orElseGet(() -> clock.instant().plus(PATIENCE));
        if (request.flow().isPresent()) {
            return resume(request, request.flow().get(), deadline, trace);
        }
        if (request.field("username").isEmpty() && request.field("password").isEmpty()) {
            return AuthResult.notMine();
        }
        String name = request.username();
        if (!couldBeAName(name) || !couldBeAPassword(request.password())) {
            return AuthResult.denied(DenialReason.BAD_CREDENTIALS)
                    .withDetail("such a name or password cannot be, so PAM was not asked");
        }
        return guarded(() -> {
            long arrived = System.nanoTime();
            Dialogue dialogue =
                    logins.begin(name, request.password(), request.field("otp"), request.peerAddress(), left(deadline));
            return next(dialogue, arrived, deadline, trace);
        });
    }

    private AuthResult resume(AuthRequest request, Opaque flow, Instant deadline, Trace trace)
            throws ProviderException, InterruptedException {
        Optional<Dialogues.Kept> kept = dialogues.take(flow);
        if (kept.isEmpty()) {
            return AuthResult.denied(DenialReason.FLOW_EXPIRED)
                    .withDetail("no conversation with PAM waits for this answer");
        }
        List<Secret> answers = new ArrayList<>();
        for (int i = 0; i < kept.get().questions(); i++) {
            answers.add(request.field(ANSWER + i).orElse(Secret.of("")));
        }
        kept.get().dialogue().answer(answers);
        return guarded(() -> next(kept.get().dialogue(), System.nanoTime(), deadline, trace));
    }

    private AuthResult next(Dialogue dialogue, long arrived, Instant deadline, Trace trace)
            throws ProviderException, InterruptedException {
        long begun = System.nanoTime();
        Dialogue.Turn turn = turn(dialogue, left(deadline));
        if (turn instanceof Dialogue.Turn.Asked asked) {
            trace.add("question", true, asked.prompts().size() + " more");
            return challenge(dialogue, asked);
        }
        Outcome outcome = outcome(turn);
        refusals.note(since(begun));
        trace.add(outcome.phase().function(), outcome.isSuccess(), outcome.detail());
        AuthResult result = verdict(outcome, trace);
        if (result instanceof AuthResult.Denied && !outcome.isProved()) {
            refusals.await(since(arrived), outcome.delay(), left(deadline));
        }
        return result;
    }

    private static Duration since(long moment) {
        return Duration.ofNanos(System.nanoTime() - moment);
    }

    private Outcome ended(Dialogue dialogue, Duration patience) throws ProviderException, InterruptedException {
        Dialogue.Turn turn = turn(dialogue, patience);
        if (turn instanceof Dialogue.Turn.Asked) {
            dialogue.abandon();
            return outcome(turn(dialogue, patience));
        }
        return outcome(turn);
    }

    private static Outcome outcome(Dialogue.Turn turn) throws ProviderException {
        if (turn instanceof Dialogue.Turn.Failed failed) {
            throw Logins.defect(failed.cause());
        }
        return ((Dialogue.Turn.Ended) turn).outcome();
    }

    private Dialogue.Turn turn(Dialogue dialogue, Duration patience) throws ProviderException, InterruptedException {
        Optional<Dialogue.Turn> turn = Optional.empty();
        try {
            turn = dialogue.next(patience);
        } finally {
            if (turn.isEmpty()) {
                dialogue.abandon();
            }
        }
        return turn.orElseThrow(() -> logins.noAnswer(patience));
    }

    private AuthResult challenge(Dialogue dialogue, Dialogue.Turn.Asked asked) {
        List<AuthResult.Field> fields = new ArrayList<>();
        for (Prompt prompt : asked.prompts()) {
            String label = prompt.text().isEmpty() ? "?" : prompt.text();
            fields.add(new AuthResult.Field(ANSWER + fields.size(), label, prompt.hidden()));
        }
        Opaque flow = dialogues.keep(dialogue, fields.size());
        if (closed) {
            dialogues.abandonAll();
        }
        return AuthResult.challenge(fields, String.join(" ", asked.texts()), flow);
    }

    private AuthResult verdict(Outcome outcome, Trace trace) throws ProviderException, InterruptedException {
        if (!outcome.isSuccess()) {
            return new Verdicts(config, NativePam.c().geteuid()).refusal(outcome);
        }
        Optional<LocalAccount> account = people.account(outcome.user());
        trace.account(outcome.user(), account);
        Optional<AuthResult.Denied> reserved = people.reserved(account);
        if (reserved.isPresent()) {
            return reserved.get();
        }
        AuthResult.Granted granted = AuthResult.granted(
                People.identity(outcome.user(), account), PamEnvironment.toKeep(outcome.environment()));
        return outcome.told().isEmpty() ? granted : granted.withNotice(String.join(" ", outcome.told()));
    }

    private boolean couldBeAName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && !name.startsWith("-")
                && name.chars().noneMatch(c -> c == '/' || c == ':')
                && encoding.canSay(name);
    }

    /** A NUL would end it early, and an account without a password would take the empty one. */
    private boolean couldBeAPassword(Secret password) {
        Optional<byte[]> bytes = encoding.bytes(password);
        boolean something = false;
        for (byte each : bytes.orElse(new byte[0])) {
            something |= each != ' ';
        }
        bytes.ifPresent(array -> Arrays.fill(array, (byte) 0));
        return something;
    }

    @Override
    public AuthResult refresh(Identity identity, Opaque authState) throws ProviderException, InterruptedException {
        Optional<LocalAccount> account = people.account(identity.name());
        Identity now = People.identity(identity.name(), account);
        if (identity.subject().isPresent() && !identity.subject().equals(now.subject())) {
            return AuthResult.denied(DenialReason.ACCOUNT_DISABLED)
                    .withDetail("the account \"" + identity.name() + "\" is gone or has another uid now");
        }
        if (config.checkAccount()) {
            Outcome outcome = ended(logins.beginAccount(identity.name(), PATIENCE), PATIENCE);
            // Other answers are about the password, or no answers, and matter at the next login.
            if (PamCode.ACCT_EXPIRED.is(outcome.code()) || PamCode.PERM_DENIED.is(outcome.code())) {
                return AuthResult.denied(DenialReason.ACCOUNT_EXPIRED).withDetail(outcome.detail());
            }
        }
        return AuthResult.granted(now, authState);
    }

    private AuthResult guarded(Question question) throws ProviderException, InterruptedException {
        try {
            AuthResult result = question.ask();
            trouble = Optional.empty();
            return result;
        } catch (ProviderException e) {
            trouble = Optional.of(e.getMessage());
            throw e;
        }
    }

    private Duration left(Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public Health health() {
        if (trouble.isPresent()) {
            return Health.down(trouble.get());
        }
        return surroundings.health();
    }

    @Override
    public void close() {
        closed = true;
        dialogues.abandonAll();
        refusals.close();
    }

    /** Something that PAM has to answer. */
    private interface Question {

        AuthResult ask() throws ProviderException, InterruptedException;
    }
}
