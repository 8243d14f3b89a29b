package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tokens that people gave to services, and what a service gets for them. */
class LoginExchangeTest extends LoginFixture {

    private static final String STORAGE = "https://storage.example";
    private static final Subject SUBJECT = new Subject("tenant", "1");

    private final Exchanger exchanger = new Exchanger();

    /** Believes a token that is the id of somebody in the tenant. */
    private static final class Exchanger implements Authenticator, OnBehalfOf {

        private final List<String> exchanged = new ArrayList<>();
        private boolean down;

        @Override
        public AuthResult authenticate(AuthRequest request) {
            return AuthResult.granted(Identity.of("alice").withSubject(SUBJECT));
        }

        @Override
        public AuthResult holder(Secret token) throws ProviderException {
            if (down) {
                throw ProviderException.retryable("Try again", "down");
            }
            return token.reveal().matches("\\d")
                    ? AuthResult.granted(Identity.of("any").withSubject(new Subject("tenant", token.reveal())))
                    : AuthResult.denied(DenialReason.BAD_CREDENTIALS).withDetail("no such token");
        }

        @Override
        public TokenAnswer onBehalfOf(Secret token, String resource) {
            exchanged.add(resource);
            return new TokenAnswer.Issued(Secret.of("for-" + token.reveal()), Instant.MAX, Opaque.empty());
        }
    }

    private static LoginRules.Builder rules() {
        return LoginRules.builder()
                .allowAll(true)
                .tokenResources(Set.of(STORAGE + "/"))
                .tokenServices(Set.of("dashboards"));
    }

    private LoginPipeline loggedIn(LoginRules rules) {
        LoginPipeline pipeline = pipeline(builder().authenticator("corp", exchanger, rules));
        pipeline.login(attempt("alice", "wonderland"));
        events.clear();
        return pipeline;
    }

    private static TokenAnswer exchange(LoginPipeline pipeline, String service, String token, String resource)
            throws Exception {
        return pipeline.exchange(service, Secret.of(token), resource).answer();
    }

    @Test
    void aListedServiceGetsATokenOfAPersonWhomTheHubKnows() throws Exception {
        LoginPipeline pipeline = loggedIn(rules().build());

        LoginPipeline.Exchanged exchanged = pipeline.exchange("dashboards", Secret.of("1"), STORAGE);

        assertThat(exchanged.user().map(UserRecord::name)).contains("alice");
        assertThat(((TokenAnswer.Issued) exchanged.answer()).value().reveal()).isEqualTo("for-1");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("token-issued");
            assertThat(event.subject()).isEqualTo("alice");
            assertThat(event.details()).containsEntry("used-by", "service dashboards");
        });
    }

    @Test
    void nobodyElseGetsAnythingAndNothingElseIsGiven() throws Exception {
        LoginPipeline pipeline = loggedIn(rules().build());

        assertForbidden(exchange(pipeline, "culler", "1", STORAGE));
        assertForbidden(exchange(pipeline, "dashboards", "1", "https://vault.example"));
        assertForbidden(exchange(pipeline, "dashboards", "2", STORAGE));
        assertForbidden(exchange(pipeline, "dashboards", "nonsense", STORAGE));

        assertThat(exchanger.exchanged).isEmpty();
        assertThat(events).hasSize(4).allSatisfy(event -> assertThat(event.name())
                .isEqualTo("token-refused"));
        assertThat(events.get(3).details()).containsEntry("reason", "no such token");
    }

    @Test
    void theRulesHoldForPeopleOfServicesToo() throws Exception {
        LoginPipeline pipeline = loggedIn(rules().build());
        pipeline.replaceRules("corp", rules().blockedUsers(List.of("alice")).build());

        assertForbidden(exchange(pipeline, "dashboards", "1", STORAGE));
        assertThat(exchanger.exchanged).isEmpty();
    }

    @Test
    void withoutListedServicesThereAreNoExchanges() throws Exception {
        LoginPipeline pipeline = loggedIn(rules().tokenServices(Set.of()).build());

        assertForbidden(exchange(pipeline, "dashboards", "1", STORAGE));
    }

    @Test
    void anOutageIsNoRefusal() {
        LoginPipeline pipeline = loggedIn(rules().build());
        exchanger.down = true;

        assertThatThrownBy(() -> exchange(pipeline, "dashboards", "1", STORAGE)).isInstanceOf(ProviderException.class);
    }

    private static void assertForbidden(TokenAnswer answer) {
        assertThat(Optional.of(answer)).containsInstanceOf(TokenAnswer.Forbidden.class);
    }
}
