package dev.hubwright.auth.ldap;

import static dev.hubwright.auth.ldap.LdapLogins.letIn;
import static dev.hubwright.auth.ldap.LdapLogins.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.contract.AuthenticatorContract;
import dev.hubwright.api.contract.Engine;
import dev.hubwright.api.contract.Eventually;
import dev.hubwright.api.contract.RequiresEngine;
import dev.hubwright.auth.ldap.servers.SlapdContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A directory in a container, under the profile {@code openldap}; it can be frozen in the middle. */
@RequiresEngine(Engine.TESTCONTAINERS)
class ContainerDirectoryIT extends AuthenticatorContract {

    private static SlapdContainer slapd;
    private boolean frozen;

    @BeforeAll
    static void startTheDirectory() {
        slapd = SlapdContainer.start();
    }

    @AfterAll
    static void stopTheDirectory() {
        if (slapd != null) {
            slapd.close();
        }
    }

    @AfterEach
    void thaw() {
        if (frozen) {
            slapd.thaw();
            frozen = false;
        }
    }

    @Override
    protected Authenticator authenticator() {
        return LdapLogins.authenticator(
                "profile",
                "openldap",
                "server_address",
                slapd.url(),
                "tls_strategy",
                "insecure",
                "user_search_base",
                "dc=example,dc=org",
                "lookup_dn_search_user",
                "cn=search,dc=example,dc=org",
                "lookup_dn_search_password",
                "search-pw",
                "max_connections",
                2,
                "connect_timeout",
                2,
                "response_timeout",
                1);
    }

    @Override
    protected String username() {
        return "alice";
    }

    @Override
    protected Secret password() {
        return Secret.of("wonderland-1");
    }

    @Override
    protected Optional<Runnable> breakBackend() {
        return Optional.of(this::freeze);
    }

    private void freeze() {
        slapd.freeze();
        frozen = true;
    }

    @Test
    void findsPeopleByTheirUidWithoutFurtherSettings() throws Exception {
        try (Authenticator ldap = authenticator()) {
            assertThat(letIn(ldap, " Alice ", "wonderland-1").identity().name()).isEqualTo("alice");
            refused(LdapLogins.logIn(ldap, "alice", "wrong"), DenialReason.BAD_CREDENTIALS);
        }
    }

    /** Who waits for one of two connections in vain meets an outage, and nobody a refusal. */
    @Test
    void saysThatItIsBusyWhileOthersWaitForAnAnswer() throws Exception {
        ExecutorService browsers = Executors.newFixedThreadPool(12);
        try (Authenticator ldap = authenticator()) {
            letIn(ldap, "alice", "wonderland-1");
            freeze();
            List<Future<?>> attempts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                attempts.add(
                        browsers.submit(() -> assertThatThrownBy(() -> LdapLogins.logIn(ldap, "alice", "wonderland-1"))
                                .isInstanceOfSatisfying(ProviderException.class, e -> assertThat(e.retryable())
                                        .isTrue())
                                .hasMessageNotContaining("wonderland-1")));
            }
            for (Future<?> attempt : attempts) {
                attempt.get(60, TimeUnit.SECONDS);
            }
            thaw();
            Eventually.holds("people come in again", () -> comesIn(ldap));
        } finally {
            browsers.shutdownNow();
        }
    }

    private static boolean comesIn(Authenticator ldap) throws Exception {
        try {
            letIn(ldap, "alice", "wonderland-1");
            return true;
        } catch (ProviderException e) {
            return false;
        }
    }
}
