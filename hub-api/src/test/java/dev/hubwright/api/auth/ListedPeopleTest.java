package dev.hubwright.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.contract.FakeAuthenticator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ListedPeopleTest extends LoginFixture {

    private final FakeAuthenticator guests = new FakeAuthenticator().knows("alice", "looking-glass");

    private static LoginRules.Builder admins(String... names) {
        return LoginRules.builder().adminUsers(List.of(names));
    }

    private void keep(LoginRules.Builder rules) throws ProviderException {
        pipeline(rules.build()).keepListed();
    }

    private LoginPipeline two(LoginRules.Builder ofCorp, LoginRules.Builder ofGuests) {
        return pipeline(builder()
                .authenticator("corp", corp, ofCorp.build())
                .authenticator("guests", guests, ofGuests.build()));
    }

    private Optional<Boolean> admin(String name) {
        return users.find(name).map(UserRecord::admin);
    }

    private void made(String name) {
        users.update(name, kept -> UserRecord.created(name, false, START));
    }

    @Test
    void knowsPeopleOfTheListsBeforeTheyLogIn() throws Exception {
        keep(admins(" ALICE ").allowedUsers(List.of("bob", "alice")));

        assertThat(admin("alice")).contains(true);
        assertThat(admin("bob")).contains(false);
        assertThat(users.all()).hasSize(2);
    }

    @Test
    void callsThemAsALoginWould() throws Exception {
        keep(admins("alice", "zed").usernamePrefix("corp-").usernameMap(Map.of("zed", "zoe")));

        assertThat(users.all()).extracting(UserRecord::name).containsExactly("corp-alice", "zoe");
    }

    @Test
    void givesRightsToThoseWhoAreThereAndTakesNone() throws Exception {
        made("alice");
        users.update("bob", kept -> UserRecord.created("bob", true, START));

        keep(admins("alice").allowedUsers(List.of("bob")));

        assertThat(admin("alice")).contains(true);
        assertThat(admin("bob")).contains(true);
    }

    @Test
    void bringsBackWhoWasDeletedAndStandsInTheListsStill() throws Exception {
        keep(admins("alice"));
        users.remove("alice");

        keep(admins("alice"));

        assertThat(admin("alice")).contains(true);
    }

    @Test
    void leavesOutThoseWhoCannotComeIn() throws Exception {
        made("mallory");

        keep(admins("mallory", "eve", "a/b", "x1")
                .blockedUsers(List.of("mallory", "eve"))
                .usernamePattern(Pattern.compile("[a-z]+")));

        assertThat(admin("mallory")).contains(false);
        assertThat(users.all()).hasSize(1);
    }

    @Test
    void keepsNoRightsForANamesakeFromAnotherAuthenticator() throws Exception {
        LoginPipeline pipeline = two(admins("alice"), LoginRules.builder().allowAll(true));

        pipeline.keepListed();

        assertThat(users.all()).isEmpty();
        assertThat(user(pipeline.login(attempt("alice", "looking-glass"))).admin())
                .isFalse();
        pipeline.keepListed();
        assertThat(admin("alice")).contains(false);
    }

    @Test
    void givesNoRightsToSomebodyOfUnknownOrigin() throws Exception {
        made("alice");

        two(admins("alice"), LoginRules.builder().allowAll(true)).keepListed();

        assertThat(admin("alice")).contains(false);
    }

    @Test
    void takesTheWordOfTheAuthenticatorThatSomebodyCameBy() throws Exception {
        LoginPipeline.Builder plain = builder().authenticator("corp", corp, LoginRules.allowAll());
        user(pipeline(plain).login(attempt("alice", "wonderland")));

        two(admins("alice"), LoginRules.builder().allowAll(true)).keepListed();

        assertThat(admin("alice")).contains(true);
    }

    @Test
    void leavesTheAuthenticatorsOwnWordOnAdministratorsAlone() throws Exception {
        LoginRules.Builder rules = admins("alice");
        user(logIn(rules.build(), Identity.of("alice").withAdmin(false)));

        keep(rules);

        assertThat(admin("alice")).contains(false);
    }

    @Test
    void goesOnWhereSomebodyIsDeletedMeanwhile() throws Exception {
        LoginPipeline.Builder plain = builder().authenticator("corp", corp, LoginRules.allowAll());
        user(pipeline(plain).login(attempt("alice", "wonderland")));
        LoginPipeline pipeline = pipeline(builder()
                .users(new Deleting())
                .authenticator("corp", corp, admins("alice", "zoe").build())
                .authenticator(
                        "guests",
                        guests,
                        LoginRules.builder().adminUsers(List.of("zoe")).build()));

        pipeline.keepListed();

        assertThat(admin("alice")).isEmpty();
        assertThat(admin("zoe")).contains(true);
    }

    /** Forgets people as soon as it has told of them. */
    private final class Deleting implements UserStore {

        @Override
        public Optional<UserRecord> find(String name) {
            Optional<UserRecord> found = users.find(name);
            users.remove(name);
            return found;
        }

        @Override
        public List<UserRecord> all() {
            return users.all();
        }

        @Override
        public UserRecord update(String name, Function<Optional<UserRecord>, UserRecord> change) {
            return users.update(name, change);
        }

        @Override
        public void remove(String name) {
            users.remove(name);
        }
    }

    @Test
    void countsWhatAllAuthenticatorsSayThatCouldBringSomebody() throws Exception {
        two(admins("alice", "bob"), admins("alice").allowedUsers(List.of("bob")))
                .keepListed();
        two(admins("carol"), LoginRules.builder().allowAll(true).usernamePrefix("g-"))
                .keepListed();

        assertThat(admin("alice")).contains(true);
        assertThat(admin("bob")).contains(false);
        assertThat(admin("carol")).contains(true);
    }

    @Test
    void followsChangedRules() throws Exception {
        LoginPipeline pipeline = pipeline(LoginRules.allowAll());
        pipeline.keepListed();
        assertThat(users.all()).isEmpty();

        pipeline.replaceRules("corp", admins("alice").build());
        pipeline.keepListed();

        assertThat(admin("alice")).contains(true);
    }
}
