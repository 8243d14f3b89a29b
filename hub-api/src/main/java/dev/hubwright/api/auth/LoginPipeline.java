package dev.hubwright.api.auth;

import static java.util.Objects.requireNonNull;

import dev.hubwright.api.Audit;
import dev.hubwright.api.LocalAccounts;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.Threads;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The one way into a hub. Every login by every authenticator goes through the same steps, in this order, and none can
 * be left out: authenticate, normalise the name, prefix, map, validate, compare with the person that the name is pinned
 * to, blocked, groups, allowed, administrator, local account, hooks with all rules once more, and one commit to the {@link UserStore}.
 *
 * <p>Thread-safe. All methods block, so never call them on an event loop. Providers are called on threads of their own,
 * a limited number at once and each for a limited time; one that fails, hangs or has a defect makes a login unavailable,
 * never granted. When the calling thread is interrupted, its login is unavailable too and the interrupt flag stays set.
 *
 * <p>Each verdict goes to the {@link Audit} and to the log once. Closing ends the threads, not the authenticators, which
 * belong to whoever made them.
 */
public final class LoginPipeline implements AutoCloseable {

    private final Map<String, Instance> instances;
    private final UserStore users;
    private final LoginJournal journal;
    private final LoginAttempts attempts;
    private final LoginRefresh refresh;
    private final LoginExplanation explanation;
    private final LoginTokens tokens;
    private final LoginExchanges exchanges;
    private final ListedPeople listed;
    private final HubNames names;
    private final ExecutorService executor;

    private LoginPipeline(Builder builder) {
        this.users = builder.users;
        this.executor = Threads.forBlockingWork("login");
        this.journal = new LoginJournal(builder.audit);
        this.instances = instances(builder);
        ProviderCalls hookCalls = new ProviderCalls("A login hook", executor, builder.bulkhead);
        LocalAccountRule localAccounts = new LocalAccountRule(
                builder.localAccounts,
                new ProviderCalls("The name service", executor, builder.bulkhead),
                builder.deadline);
        LoginSteps steps =
                new LoginSteps(users, builder.hooks, hookCalls, localAccounts, builder.clock, builder.deadline);
        LoginThrottle throttle = builder.throttle.orElseGet(() -> LoginThrottle.standard(builder.clock));
        Turns turns = new Turns();
        this.attempts = new LoginAttempts(throttle, steps, journal);
        this.explanation = new LoginExplanation(steps);
        this.refresh = new LoginRefresh(instances, users, steps, turns, journal, builder.clock);
        this.tokens = new LoginTokens(instances, users, turns, journal);
        this.exchanges = new LoginExchanges(instances.values(), users, journal);
        this.listed = new ListedPeople(instances.values(), users, builder.clock);
        this.names = new HubNames(instances.values());
    }

    private Map<String, Instance> instances(Builder builder) {
        Map<String, Instance> made = new LinkedHashMap<>();
        builder.authenticators.forEach((name, authenticator) -> {
            ProviderCalls calls = new ProviderCalls("Authenticator " + name, executor, builder.bulkhead);
            LoginRules rules = builder.rules.get(name);
            made.put(name, new Instance(name, authenticator, rules, calls, builder.clock, builder.deadline));
        });
        return Collections.unmodifiableMap(made);
    }

    /**
     * Lets other rules hold for one authenticator from now on; logins that are under way end under the earlier ones or
     * under these.
     *
     * @throws IllegalArgumentException if there is no such authenticator
     */
    public void replaceRules(String instance, LoginRules rules) {
        Instance changed = instances.get(instance);
        if (changed == null) {
            throw new IllegalArgumentException("There is no authenticator " + instance);
        }
        changed.replaceRules(requireNonNull(rules, "rules"));
    }

    /**
     * Keeps those whom {@code allowed_users} and {@code admin_users} name before they log in, the latter as
     * administrators from now on. Where there are several authenticators, a list counts only for names on which all
     * agree that could bring somebody of the name; the others wait for a login. Call it when the hub starts and after
     * {@link #replaceRules}.
     *
     * @throws ProviderException if the store cannot be asked
     */
    public void keepListed() throws ProviderException {
        listed.keep();
    }

    /** Starts without any authenticator. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes a step of a login by the form. Where there are several authenticators, those with a button of their own
     * ({@link LoginLabel}) are left out and the others are asked in order.
     *
     * <p>{@code NotMine} and a plain {@code BAD_CREDENTIALS} let the next one try. Every other answer is definite and
     * ends it, also when the rules then refuse the person. An authenticator that cannot answer lets the next one try
     * too, but unless that gives a definite answer the outcome is {@code Unavailable}, because nobody can say that the
     * password was wrong.
     */
    public LoginOutcome login(AuthRequest request) {
        return attempts.attempt(instances.size() == 1 ? instances.values() : forms(), request);
    }

    /**
     * Takes a step of a login by one authenticator: a button, or the next step of a flow. An instance that does not
     * exist, which a browser may ask for, is refused.
     */
    public LoginOutcome login(String instance, AuthRequest request) {
        Instance chosen = instances.get(instance);
        return attempts.attempt(chosen == null ? List.of() : List.of(chosen), request);
    }

    /**
     * Begins a login without a browser, by one authenticator.
     *
     * @return empty if there is no such authenticator, or it gives out no codes
     * @throws ProviderException if it cannot be asked
     */
    public Optional<DeviceCodes.DeviceCode> deviceCode(String instance) throws ProviderException, InterruptedException {
        Instance chosen = instances.get(instance);
        return chosen == null ? Optional.empty() : chosen.deviceCode();
    }

    /**
     * Asks whether somebody has typed the code of such a login; if so, every rule applies as to any other login.
     *
     * @param flow of {@link #deviceCode}
     * @param source the IP address of the program that waits
     * @return empty as long as nobody has
     */
    public Optional<LoginOutcome> deviceLogin(String instance, Opaque flow, String source) {
        Instance chosen = instances.get(instance);
        return chosen == null
                ? Optional.of(login(instance, AuthRequest.builder().build()))
                : attempts.poll(chosen, flow, source);
    }

    /**
     * Tells an operator step by step what would come of a login by the form: what the authenticators find, as far as
     * they can tell ({@link Diagnosis}), and what each rule says. Asks for real, once, so a wrong password counts in
     * the backend; keeps nothing, runs no hooks, and neither throttle nor audit hear of it.
     *
     * @param told hears of each step when it is over, by the instance that it belongs to; holds no secrets
     */
    public Explained explain(AuthRequest request, BiConsumer<String, Diagnosis.Step> told) throws InterruptedException {
        return explanation.of(instances.size() == 1 ? instances.values() : forms(), request, told);
    }

    /**
     * Tells what each rule as it is now says of somebody, judged by what is kept about them, without asking an
     * authenticator and without changing anything. For somebody who has never logged in, what each authenticator's rules
     * would say if it knew the name.
     *
     * @param told hears of each rule, by the instance that it belongs to
     * @return whether one of the ways is open
     */
    public boolean explainRules(UserRecord user, BiConsumer<String, Diagnosis.Step> told)
            throws ProviderException, InterruptedException {
        return explanation.ofRules(user, instances, told);
    }

    /**
     * How a hub spells the name of a user that somebody typed.
     *
     * @throws IllegalArgumentException if no user can have it, with the reason as the end of a sentence
     */
    public static String spelled(String name) {
        String spelled = UserNames.spelled(name);
        UserNames.flaw(spelled).ifPresent(flaw -> {
            throw new IllegalArgumentException(flaw);
        });
        return spelled;
    }

    /**
     * The name that a user has from now on whom an operator calls {@code name}: spelled as at a login, and given the
     * other name that a {@code username_map} has for it. It must match {@code username_pattern}. Where there are several
     * authenticators, one of them has to bring somebody of the name, and its map and pattern count; one that brings the
     * name as it is goes before one that maps it.
     *
     * @throws IllegalArgumentException if no user can have it, with the reason as the end of a sentence
     */
    public String hubName(String name) {
        return hubName(name, any -> false);
    }

    /**
     * The same for somebody who may be there already: who was there before {@code username_pattern} was changed keeps
     * the name.
     *
     * @param known whether there is a user of a name, exactly as spelt
     * @throws IllegalArgumentException if no user can have it, with the reason as the end of a sentence
     */
    public String hubName(String name, Predicate<String> known) {
        return names.of(name, known);
    }

    /** What would come of a login. */
    public enum Explained {
        /** The person would be in. */
        LET_IN,
        /** They would be refused. */
        REFUSED,
        /** They would have to answer more, in a browser. */
        ASKED_MORE,
        /** Nobody can say: a backend is out of reach. */
        UNAVAILABLE
    }

    /**
     * Looks again at somebody who is logged in, when the last answer of their authenticator is older than
     * {@code auth_refresh_age}; call it on each of their requests. All rules run again. Requests of one person at the
     * same time ask once.
     *
     * @param user the hub name
     * @return {@code LoggedIn} also where the authenticator cannot be asked, and then with what is kept;
     *     {@code Refused} to have the person log in again; {@code Unavailable} if the store cannot be asked
     */
    public LoginOutcome refresh(String user) {
        return refresh.ifDue(user);
    }

    /**
     * The same, without a look at the store unless it is time to ask.
     *
     * @param user as the store has them
     */
    public LoginOutcome refresh(UserRecord user) {
        return refresh.ifDue(user);
    }

    /** The same, however young the last answer is: for {@code refresh_pre_spawn}. */
    public LoginOutcome refreshNow(String user) {
        return refresh.now(user);
    }

    /**
     * Gets a fresh token of somebody for another service, where {@code token_resources} has it. What the authenticator
     * wants kept from then on is stored before the token is given out, and for one person everything is asked one after
     * the other: tokens that can be used once are never lost. Several who ask for the same thing at the same time ask
     * once.
     *
     * @param user the hub name
     * @param usedBy for the audit: who asks in the person's name, such as a server
     * @throws ProviderException if the issuer or the store cannot be asked
     */
    public TokenAnswer token(String user, String resource, String usedBy)
            throws ProviderException, InterruptedException {
        return tokens.token(user, resource, usedBy);
    }

    /**
     * Exchanges a token that a person gave to a service, and that was made for this hub, for one for another service,
     * where {@code token_services} has the one and {@code token_resources} the other. The person has to be known here,
     * and the rules have to let them in now. Nothing is kept.
     *
     * @param service the name of the service that asks
     * @throws ProviderException if the issuer or the store cannot be asked
     */
    public Exchanged exchange(String service, Secret token, String resource)
            throws ProviderException, InterruptedException {
        return exchanges.exchange(service, token, resource);
    }

    /**
     * What came of an exchange.
     *
     * @param user whose token it was; empty if that is not known or nobody here
     */
    public record Exchanged(Optional<UserRecord> user, TokenAnswer answer) {}

    /** Whether {@link #token} may ever give somebody a token. */
    public boolean givesTokensTo(UserRecord user) {
        return Optional.ofNullable(instances.get(user.instance()))
                .filter(Instance::givesTokens)
                .isPresent();
    }

    /**
     * What {@code auth_state_environment} gives the servers of somebody: variables and their values. One whose value is
     * not there is left out.
     */
    public Map<String, Secret> environment(UserRecord user) {
        Map<String, Secret> variables = new TreeMap<>();
        Instance instance = instances.get(user.instance());
        if (instance != null) {
            instance.rules().authStateEnvironment().forEach((variable, path) -> StatePath.text(user.authState(), path)
                    .ifPresent(value -> variables.put(variable, Secret.of(value))));
        }
        return variables;
    }

    /** Where to send the browser of somebody who has logged out here, to be logged out there as well. */
    public Optional<URI> logout(UserRecord user) {
        return Optional.ofNullable(instances.get(user.instance())).flatMap(instance -> instance.logout(user));
    }

    /**
     * What ends by a message of the identity provider of one authenticator.
     *
     * @return empty if there is no such authenticator, or it takes no such messages
     * @throws ProviderException if the message cannot be checked now
     */
    public Optional<BackChannelLogout.LoggedOut> loggedOut(String instance, AuthRequest request)
            throws ProviderException, InterruptedException {
        Instance chosen = instances.get(instance);
        return chosen == null ? Optional.empty() : chosen.loggedOut(request);
    }

    /**
     * Whether the rules as they are now let this person in, judged by what is kept about them and without asking
     * anybody. A hub that starts with changed rules stops the servers of those for whom this is false.
     *
     * <p>Somebody who has never logged in may be whom an authenticator knows: true unless all of them block the name.
     */
    public boolean isAllowedNow(UserRecord user) {
        if (user.instance().isEmpty()) {
            return !isBlockedNow(user);
        }
        Instance instance = instances.get(user.instance());
        return instance != null
                && Admission.refusal(Candidate.ofKept(user, instance.rules()), Optional.of(user))
                        .isEmpty();
    }

    /** Whether {@code blocked_users} names this person, for all authenticators by which they could come in. */
    public boolean isBlockedNow(UserRecord user) {
        return refresh.isBlocked(user);
    }

    /**
     * Forgets whose a name is, so that the next person who logs in under it gets it and all that belongs to it: after a
     * move to another directory, when an administrator knows that it is the same person.
     *
     * @return the person as kept from now on; empty if there is nobody of that name
     * @throws ProviderException if the store cannot be asked
     */
    public Optional<UserRecord> unpin(String user) throws ProviderException {
        if (users.find(user).isEmpty()) {
            return Optional.empty();
        }
        UserRecord unpinned = users.update(user, kept -> withoutPin(kept.orElseThrow()));
        journal.unpinned(user);
        return Optional.of(unpinned);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static UserRecord withoutPin(UserRecord user) {
        return new UserRecord(
                user.name(),
                user.admin(),
                user.groups(),
                "",
                Optional.empty(),
                Optional.empty(),
                Opaque.empty(),
                user.created(),
                Optional.empty(),
                user.lastActivity());
    }

    private Collection<Instance> forms() {
        return instances.values().stream().filter(Instance::isForm).toList();
    }

    /** Collects the parts of a {@link LoginPipeline}. Not thread-safe. */
    public static final class Builder {

        private final Map<String, Authenticator> authenticators = new LinkedHashMap<>();
        private final Map<String, LoginRules> rules = new LinkedHashMap<>();
        private final List<LoginHook> hooks = new ArrayList<>();
        private UserStore users = new InMemoryUserStore();
        private Audit audit = Audit.none();
        private Clock clock = Clock.systemUTC();
        private Optional<LoginThrottle> throttle = Optional.empty();
        private Duration deadline = Duration.ofSeconds(30);
        private int bulkhead = 32;
        private LocalAccounts localAccounts = LocalAccounts.ofThisMachine();

        private Builder() {}

        /**
         * Adds an authenticator; they are asked in the order in which they were added.
         *
         * @param instance its name, which is kept with its people and must not change later
         * @throws IllegalArgumentException if there is one of that name already, or the name is empty
         */
        public Builder authenticator(String instance, Authenticator authenticator, LoginRules itsRules) {
            if (instance.isEmpty() || authenticators.containsKey(instance)) {
                throw new IllegalArgumentException(
                        "Authenticator \"" + instance + "\" needs a name of its own; give it another one");
            }
            authenticators.put(instance, requireNonNull(authenticator, "authenticator"));
            rules.put(instance, requireNonNull(itsRules, "rules"));
            return this;
        }

        /** Sets where people are kept; in memory by default. */
        public Builder users(UserStore value) {
            users = requireNonNull(value, "users");
            return this;
        }

        /** Adds a hook after those that were added before. */
        public Builder hook(LoginHook value) {
            hooks.add(requireNonNull(value, "hook"));
            return this;
        }

        /** Sets who hears of logins and refusals; nobody by default. */
        public Builder audit(Audit value) {
            audit = requireNonNull(value, "audit");
            return this;
        }

        /** Sets the time; the system's clock by default. */
        public Builder clock(Clock value) {
            clock = requireNonNull(value, "clock");
            return this;
        }

        /** Sets what slows down guessing; {@link LoginThrottle#standard} by default. */
        public Builder throttle(LoginThrottle value) {
            throttle = Optional.of(value);
            return this;
        }

        /** Sets how long a call of an authenticator or a hook may take; 30 s by default. */
        public Builder deadline(Duration value) {
            deadline = requireNonNull(value, "deadline");
            return this;
        }

        /** Sets how many calls of one authenticator may be under way at once; 32 by default. */
        public Builder bulkhead(int value) {
            bulkhead = value;
            return this;
        }

        /** Sets where {@code require_local_account} looks; this machine by default. */
        public Builder localAccounts(LocalAccounts value) {
            localAccounts = requireNonNull(value, "localAccounts");
            return this;
        }

        /** Makes the pipeline. */
        public LoginPipeline build() {
            return new LoginPipeline(this);
        }
    }
}
