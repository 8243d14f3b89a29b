package dev.hubwright.hub.pages;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.spawn.ChoiceField;
import dev.hubwright.api.spawn.ChoiceField.Alternative;
import dev.hubwright.api.spawn.ChoiceField.FreeText;
import dev.hubwright.api.spawn.ChoiceForm;
import dev.hubwright.hub.pages.HomePage.NewServer;
import dev.hubwright.hub.pages.HomePage.ServerRow;
import dev.hubwright.hub.pages.HomePage.ServerState;
import dev.hubwright.hub.pages.LoginPage.ProviderButton;
import dev.hubwright.hub.pages.OAuthPage.HiddenField;
import dev.hubwright.hub.pages.SettingsPage.Reloaded;
import dev.hubwright.hub.pages.TokensPage.TokenRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every page in every shape, with one text in every field that takes text. */
final class SamplePages {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456789Z");

    private final String text;
    private final Chrome anonymous;
    private final Chrome somebody;

    SamplePages(String text) {
        this.text = text;
        this.anonymous = Chrome.anonymous(text);
        this.somebody = Chrome.of(text, text)
                .with(List.of(new Chrome.Service(text, text)))
                .withSections(List.of("people", "groups", "services", "sessions", "logins", "settings"));
    }

    /** The HTML of all, by name. */
    Map<String, String> render(Pages pages) {
        Map<String, String> rendered = new LinkedHashMap<>();
        rendered.put("login", pages.login(login(true, List.of(), List.of())));
        rendered.put(
                "login-providers",
                pages.login(login(true, List.of(new ProviderButton(text, text, Optional.of(text))), List.of())));
        rendered.put(
                "login-buttons-only",
                pages.login(login(false, List.of(new ProviderButton(text, text, Optional.empty())), List.of())));
        rendered.put("login-questions", pages.login(login(false, List.of(), List.of(question(true), question(false)))));
        rendered.put("home", pages.home(home(Optional.empty())));
        NewServer newServer = new NewServer(text, text, Optional.of(text), 1, 2);
        rendered.put("home-named", pages.home(home(Optional.of(newServer))));
        NewServer full = new NewServer(text, text, Optional.empty(), 2, 2);
        rendered.put("home-full", pages.home(home(Optional.of(full))));
        rendered.put("spawn", pages.spawn(new SpawnPage(somebody, text, text, Optional.empty(), List.of())));
        rendered.put("spawn-error", pages.spawn(new SpawnPage(somebody, text, "", Optional.of(text), List.of())));
        rendered.put("spawn-choices", pages.spawn(new SpawnPage(somebody, text, text, Optional.empty(), choices())));
        rendered.put("pending", pages.pending(new PendingPage(somebody, text, text, text, text, text, text)));
        rendered.put("stopped", pages.notRunning(notRunning(Optional.empty())));
        rendered.put("failed", pages.notRunning(notRunning(Optional.of(text))));
        rendered.put("stopping", pages.stopping(new StoppingPage(somebody, text)));
        rendered.put("error", pages.error(new ErrorPage(anonymous, 404, text, text)));
        rendered.put("oauth", pages.oauth(oauth()));
        rendered.put("tokens", pages.tokens(tokens()));
        rendered.put("device", pages.device(device(DevicePage.asks(text).withError(text))));
        DevicePage.Wish wish = new DevicePage.Wish(text, text, NOON, List.of(text, text));
        rendered.put(
                "device-question",
                pages.device(device(DevicePage.asks(text).withWish(wish).withError(text))));
        rendered.put("device-done", pages.device(device(DevicePage.asks(text).withDone(text))));
        rendered.put("notices", pages.notices(new NoticesPage(somebody, text, true, text, text, true)));
        rendered.put("settings", pages.settings(settings(Optional.empty())));
        List<String> texts = List.of(text, text);
        rendered.put("settings-reloaded", pages.settings(settings(Optional.of(new Reloaded(texts, texts, List.of())))));
        rendered.put(
                "settings-unchanged",
                pages.settings(settings(Optional.of(new Reloaded(List.of(), List.of(), List.of())))));
        rendered.put(
                "settings-wrong", pages.settings(settings(Optional.of(new Reloaded(List.of(), List.of(), texts)))));
        rendered.put("settings-fixed", pages.settings(new SettingsPage(somebody, Optional.empty(), Optional.empty())));
        rendered.put("people", pages.people(people(Optional.of(text))));
        rendered.put("people-fresh", pages.people(people(Optional.empty())));
        rendered.put("person", pages.person(person(Optional.of(text))));
        rendered.put("person-oneself", pages.person(person(Optional.empty())));
        rendered.put("groups", pages.groups(groups(Optional.of(text))));
        rendered.put("group", pages.group(group(Optional.of(text))));
        rendered.put("services", pages.services(services()));
        rendered.put("accept-share", pages.acceptShare(new AcceptSharePage(somebody, text, text, List.of(text), text)));
        rendered.put("sessions", pages.sessions(new SessionsPage(somebody, List.of(session()), paging())));
        rendered.put("logins", pages.logins(logins()));
        rendered.put("notice", pages.notice(new NoticePage(somebody, text, text)));
        rendered.put("logout", pages.logout(new LogoutPage(somebody)));
        return rendered;
    }

    LoginPage login(boolean showForm, List<ProviderButton> providers, List<AuthResult.Field> questions) {
        return new LoginPage(
                anonymous,
                text,
                text,
                Optional.of(text),
                text,
                providers,
                showForm,
                Optional.of(text),
                questions,
                text);
    }

    private AuthResult.Field question(boolean hidden) {
        return new AuthResult.Field(text, text, hidden);
    }

    /** Cards with questions of their own and a text beside them; a list with one; a text alone. */
    private List<ChoiceView> choices() {
        FreeText free = FreeText.of(text, written -> true, text).listedAs(text);
        ChoiceField list = ChoiceField.list(
                        "list", text, List.of(Alternative.of(text, text), Alternative.of("b", text)))
                .control(text + "list")
                .or(free);
        ChoiceField cards = ChoiceField.list(
                        "cards",
                        text,
                        List.of(
                                Alternative.of(text, text).describedAs(text).asking(List.of(list)),
                                Alternative.of("b", text).asking(List.of(ChoiceField.text("inner", free, text)))))
                .or(free);
        return ChoiceView.of(ChoiceForm.of(List.of(cards, ChoiceField.text("text", free, text))), Opaque.empty());
    }

    private HomePage home(Optional<NewServer> newServer) {
        return new HomePage(somebody, servers(), newServer);
    }

    private List<ServerRow> servers() {
        return Arrays.stream(ServerState.values())
                .map(state -> new ServerRow(
                        text,
                        state,
                        Optional.of(text),
                        Optional.of(text),
                        Optional.of(text),
                        Optional.of(text),
                        Optional.of(NOON),
                        Optional.of(text),
                        Optional.of(new HomePage.Ends(NOON, state == ServerState.READY))))
                .toList();
    }

    private NotRunningPage notRunning(Optional<String> failure) {
        return new NotRunningPage(somebody, failure, text, failure, Optional.of(text), failure);
    }

    private OAuthPage oauth() {
        return new OAuthPage(
                somebody,
                text,
                List.of(text, text),
                text,
                List.of(new HiddenField(text, text), new HiddenField("scopes", text)));
    }

    private DevicePage device(DevicePage.Content content) {
        return new DevicePage(somebody, content);
    }

    private SettingsPage settings(Optional<Reloaded> reloaded) {
        return new SettingsPage(somebody, Optional.of(text), reloaded);
    }

    private PeoplePage people(Optional<String> sentence) {
        return new PeoplePage(
                somebody,
                new PeoplePage.Search(text, text, true, List.of(new PeoplePage.Order(text, text, true))),
                List.of(new PeoplePage.PersonRow(text, text, true, true, Optional.of(NOON), servers())),
                paging(),
                Optional.of(new PeoplePage.AddForm(text, text, true, sentence)),
                sentence);
    }

    private PersonPage person(Optional<String> mayBe) {
        return new PersonPage(
                somebody,
                new PersonPage.Person(
                        text,
                        mayBe.isPresent(),
                        Optional.of(List.of(text)),
                        Optional.of(text),
                        Optional.of(NOON),
                        true,
                        Optional.of(NOON),
                        Optional.of(3)),
                Optional.of(new PersonPage.Verdict(
                        mayBe.isPresent(),
                        List.of(
                                new PersonPage.Rule(text, text, true, text),
                                new PersonPage.Rule("default", text, false, text)))),
                servers(),
                List.of(session()),
                Optional.of(text),
                mayBe,
                mayBe,
                mayBe);
    }

    private GroupsPage groups(Optional<String> error) {
        List<GroupsPage.GroupRow> rows = List.of(
                new GroupsPage.GroupRow(text, Optional.of(text), Optional.of(1)),
                new GroupsPage.GroupRow(text, Optional.empty(), Optional.empty()));
        return new GroupsPage(somebody, rows, paging(), true, Optional.of(text), text, error);
    }

    private GroupPage group(Optional<String> error) {
        return new GroupPage(
                somebody,
                text,
                List.of(new GroupPage.Member(text, Optional.of(text)), new GroupPage.Member(text, Optional.empty())),
                paging(),
                true,
                Optional.of(text),
                text,
                error,
                Optional.of(text),
                Optional.of(text));
    }

    private ServicesPage services() {
        List<ServicesPage.ServiceRow> rows = Arrays.stream(ServicesPage.ServiceState.values())
                .map(state -> new ServicesPage.ServiceRow(
                        text,
                        Optional.of(text),
                        Optional.of(new ServicesPage.About(state, true, true, Optional.of(text), text)),
                        List.of(text),
                        List.of(text)))
                .toList();
        return new ServicesPage(somebody, rows);
    }

    private SessionRow session() {
        return new SessionRow(text, text, text, NOON, NOON, NOON, text);
    }

    private LoginsPage logins() {
        return new LoginsPage(
                somebody,
                List.of(
                        new LoginsPage.Attempt(NOON, "in", text, Optional.of(text), text, text, ""),
                        new LoginsPage.Attempt(NOON, "refused", text, Optional.empty(), text, text, text),
                        new LoginsPage.Attempt(NOON, "unavailable", "", Optional.empty(), "", "", text)));
    }

    private Paging paging() {
        return new Paging(51, 100, 10_000, Optional.of(text), Optional.of(text));
    }

    TokensPage tokens() {
        TokenRow used = new TokenRow(text, text, List.of(text), NOON, Optional.of(NOON), Optional.of(NOON), text);
        TokenRow unused = new TokenRow(text, "", List.of(), NOON, Optional.empty(), Optional.empty(), text);
        TokensPage.Form form = new TokensPage.Form(
                text,
                new TokensPage.Wish(text, text, "3600"),
                TokensPage.lives(Optional.empty()),
                Optional.of(text),
                Optional.of(Secret.of(text)));
        return new TokensPage(somebody, form, List.of(used, unused), List.of(used));
    }
}
