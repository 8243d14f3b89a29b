package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import dev.hubwright.api.Figures;
import dev.hubwright.api.Health;
import dev.hubwright.api.HealthCheck;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks a directory who somebody is. */
final class LdapAuthenticator implements Authenticator, Diagnosis, Figures, HealthCheck {

    private final LdapConfig config;
    private final LdapConnections connections;
    private final Logins logins;
    private final PasswordChange passwordChange;
    private final Standing standing;
    private volatile Optional<String> trouble = Optional.empty();

    private LdapAuthenticator(LdapConfig config, ProviderContext context) {
        this.config = config;
        this.connections = new LdapConnections(config, context);
        DirectoryRoot root = new DirectoryRoot(config, connections);
        People people = new People(config);
        Accounts accounts = new Accounts(config, new GroupLookup(config, root), context.clock());
        this.passwordChange = new PasswordChange(config, connections, root, people);
        this.logins = new Logins(config, connections, root, people, accounts, passwordChange);
        this.standing = new Standing(config, connections, people, accounts);
    }

    static LdapAuthenticator create(LdapConfig config, ProviderContext context) {
        return new LdapAuthenticator(config, context);
    }

    @Override
    public AuthResult authenticate(AuthRequest request) throws ProviderException, InterruptedException {
        return login(request, Trace.SILENT);
    }

    @Override
    public AuthResult explain(AuthRequest request, Consumer<Step> told) throws ProviderException, InterruptedException {
        Trace trace = new Trace(told);
        return answer(() -> {
            connections.explain(trace);
            return step(request, trace);
        });
    }

    @Override
    public Map<String, Long> figures() {
        return connections.figures();
    }

    private AuthResult login(AuthRequest request, Trace trace) throws ProviderException, InterruptedException {
        if (request.flow().isEmpty()
                && request.field("username").isEmpty()
                && request.field("password").isEmpty()) {
            return AuthResult.notMine();
        }
        return answer(() -> step(request, trace));
    }

    private AuthResult step(AuthRequest request, Trace trace) throws Refusal, LDAPException {
        return request.flow().isPresent()
                ? changePassword(request, request.flow().get(), trace)
                : logins.logIn(named(request.username()), usable(request.password()), trace);
    }

    private AuthResult changePassword(AuthRequest request, Opaque flow, Trace trace) throws Refusal, LDAPException {
        TypedName name = named(flow.text(PasswordChange.LOGIN)
                .orElseThrow(() -> Refusal.unproved(DenialReason.FLOW_EXPIRED, "not a step of a password change")));
        return logins.logIn(name, passwordChange.apply(request, name), trace);
    }

    @Override
    public AuthResult refresh(Identity identity, Opaque authState) throws ProviderException, InterruptedException {
        return answer(() -> standing.of(identity, authState));
    }

    private AuthResult answer(Question question) throws ProviderException, InterruptedException {
        try {
            AuthResult result = question.ask();
            trouble = Optional.empty();
            return result;
        } catch (Refusal e) {
            return e.result();
        } catch (LDAPException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while asking the directory");
            }
            ProviderException outage = Outage.of(e, config);
            trouble = Optional.of(outage.getMessage());
            throw outage;
        }
    }

    private TypedName named(String typed) throws Refusal {
        return TypedName.read(typed, config)
                .orElseThrow(() -> Refusal.unknown("the name does not match LDAPAuthenticator.valid_username_regex = \""
                        + config.namePattern() + "\""));
    }

    /** A bind with a DN and no password proves nothing, yet may succeed (RFC 4513, 5.1.2). */
    static Secret usable(Secret password) throws Refusal {
        String text = password.reveal();
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw Refusal.unknown("the password is empty or cannot be one");
        }
        return password;
    }

    /** Connects, and looks whether the account that searches is let in. */
    @Override
    public Health check() throws InterruptedException {
        try {
            connections.explain(Trace.SILENT);
            trouble = Optional.empty();
        } catch (LDAPException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while asking the directory");
            }
            trouble = Optional.of(Outage.of(e, config).getMessage());
        }
        return health();
    }

    @Override
    public Health health() {
        if (trouble.isPresent()) {
            return Health.down(trouble.get());
        }
        if (config.sendsReadably()) {
            return Health.degraded("LDAPAuthenticator.tls_strategy " + SafetyAdvice.READABLE);
        }
        if (!config.tls().verifies()) {
            return Health.degraded("LDAPAuthenticator.tls_kwargs " + SafetyAdvice.UNVERIFIED);
        }
        List<String> resting = connections.resting();
        return resting.isEmpty()
                ? Health.up()
                : Health.degraded("Without " + String.join(", ", resting) + ", which did not take a connection");
    }

    @Override
    public void close() {
        connections.close();
    }

    /** Something that the directory has to answer. */
    private interface Question {

        AuthResult ask() throws Refusal, LDAPException;
    }
}
