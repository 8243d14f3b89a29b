package dev.hubwright.hub.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.hub.pages.HomePage.ServerRow;
import dev.hubwright.hub.pages.HomePage.ServerState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PagesTest {

    private static final String HOSTILE =
            "</script><script>alert(1)</script>\"' onload='x' x=\"{{ base }}{% if %}&lt;-->";
    private static final Pages PAGES = Pages.create("/pfx/", List.of(), HOSTILE);

    static List<Map.Entry<String, String>> everyPage() {
        return List.copyOf(new SamplePages(HOSTILE).render(PAGES).entrySet());
    }

    @ParameterizedTest
    @MethodSource("everyPage")
    void escapesHostileText(Map.Entry<String, String> page) {
        assertThat(page.getValue())
                .doesNotContain("<script>", "</script><", "onload='", "\"' ", "&lt;-->")
                .contains("&lt;script&gt;")
                .contains("{{ base }}");
    }

    @ParameterizedTest
    @MethodSource("everyPage")
    void hasNothingInline(Map.Entry<String, String> page) {
        for (Element element : elements(page.getValue())) {
            assertThat(element.attributes()).as(element.source()).doesNotContainKey("style");
            assertThat(element.attributes().keySet()).as(element.source()).noneMatch(name -> name.startsWith("on"));
            assertThat(element.name()).as(element.source()).isNotEqualTo("style");
        }
        assertThat(scriptsWithoutFile(page.getValue())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyPage")
    void refersToItsOwnHostOnly(Map.Entry<String, String> page) {
        assertThat(page.getValue()).doesNotContainPattern("https?://|src=\"//|href=\"//");
    }

    @ParameterizedTest
    @MethodSource("everyPage")
    void quotesEveryAttribute(Map.Entry<String, String> page) {
        for (Element element : elements(page.getValue())) {
            String withoutQuoted = element.source().replaceAll("=\"[^\"]*\"", "");
            assertThat(withoutQuoted).as(element.source()).doesNotContain("=", "\"", "'");
        }
    }

    @ParameterizedTest
    @MethodSource("everyPage")
    void hasLanguageTitleMainAndOneHeading(Map.Entry<String, String> page) {
        assertThat(page.getValue()).startsWith("<!DOCTYPE html>").contains("<html lang=\"en\">");
        assertThat(page.getValue()).containsPattern("<title>[^<]+ · Hubwright</title>");
        assertThat(elements(page.getValue()).stream().map(Element::name))
                .containsOnlyOnce("h1")
                .containsOnlyOnce("main");
    }

    @ParameterizedTest
    @MethodSource("everyPage")
    void labelsEveryVisibleField(Map.Entry<String, String> page) {
        List<Element> elements = elements(page.getValue());
        List<String> labelled = elements.stream()
                .filter(element -> element.name().equals("label"))
                .map(element -> element.attributes().get("for"))
                .toList();
        assertThat(elements.stream()
                        .filter(element ->
                                List.of("input", "select", "textarea").contains(element.name()))
                        .filter(element -> !"hidden".equals(element.attributes().get("type")))
                        .map(element -> element.attributes().get("id")))
                .isSubsetOf(labelled);
    }

    @ParameterizedTest
    @MethodSource("everyPage")
    void usesNoIdTwice(Map.Entry<String, String> page) {
        assertThat(elements(page.getValue()).stream()
                        .filter(element -> element.attributes().containsKey("id"))
                        .map(element -> element.attributes().get("id")))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("everyPage")
    void sendsTheTokenWithEveryForm(Map.Entry<String, String> page) {
        for (String form : page.getValue().split("<form ", -1)) {
            if (form.startsWith("method=\"get\"")) {
                assertThat(form.substring(0, form.indexOf("</form>"))).doesNotContain("_xsrf");
            } else if (form.startsWith("method=")) {
                assertThat(form).startsWith("method=\"post\"").contains("name=\"_xsrf\" value=\"");
            }
        }
        assertThat(page.getValue()).doesNotContain("<form>");
    }

    @Test
    void neverShowsTheTokenOfFormsInItsDescription() {
        Chrome chrome = Chrome.of("alice", "forgery-token");
        PendingPage page =
                new PendingPage(chrome, "", "", "/progress?_xsrf=forgery-token", "/user/alice/", "/cancel", "/start");

        assertThat(page).asString().contains("alice").doesNotContain("forgery-token");
    }

    @Test
    void showsNoMenuToStrangers() {
        String html = PAGES.logout(new LogoutPage(Chrome.anonymous("t")));

        assertThat(html).doesNotContain("<nav", "<footer");
    }

    @Test
    void leadsAdministratorsAloneToTheirPages() {
        assertThat(PAGES.home(new HomePage(
                        Chrome.of("alice", "t").withSections(List.of("people")), List.of(), Optional.empty())))
                .contains("/pfx/hub/admin");
        assertThat(PAGES.home(new HomePage(Chrome.of("alice", "t"), List.of(), Optional.empty())))
                .doesNotContain("/pfx/hub/admin");
    }

    @Test
    void offersWhatCanBeDoneWithAServer() {
        assertThat(actions(ServerState.STOPPED)).containsExactly("/start");
        assertThat(actions(ServerState.STARTING)).containsExactly("/open", "/stop");
        assertThat(actions(ServerState.READY)).containsExactly("/open", "/stop");
        assertThat(actions(ServerState.STOPPING)).isEmpty();
        assertThat(actions(ServerState.CHECKING)).isEmpty();
    }

    @Test
    void asksOnlyTheQuestionsOfAFurtherStep() {
        String html = PAGES.login(
                new SamplePages("x").login(true, List.of(), List.of(new AuthResult.Field("code", "Code", true))));

        assertThat(html).contains("name=\"code\" type=\"password\"").doesNotContain("name=\"username\"");
    }

    @Test
    void writesTimesForPeopleAndForPrograms() {
        assertThat(PAGES.tokens(new SamplePages("x").tokens()))
                .contains("<time datetime=\"2026-11-22T12:00:00Z\">22 Nov 2026, 12:00 UTC</time>");
    }

    @Test
    void letsABrowserWithoutScriptsFollowAStart() {
        String html = PAGES.pending(
                new PendingPage(Chrome.of("alice", "t"), "", "", "/progress", "/ready", "/stop", "/start"));

        assertThat(html).contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>");
    }

    @Test
    void allowsNothingInlineInItsPolicy() {
        assertThat(PAGES.contentSecurityPolicy())
                .contains("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void letsFormsEndWhereTheHubSays() {
        assertThat(PAGES.contentSecurityPolicy(List.of("https://*.hub.example.org", "http://127.0.0.1:9000")))
                .endsWith("; form-action 'self' https://*.hub.example.org http://127.0.0.1:9000");
        assertThatThrownBy(() -> PAGES.contentSecurityPolicy(List.of("https://a.example; script-src *")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an origin");
    }

    @Test
    void refusesABaseUrlWithoutSlashes() {
        assertThatThrownBy(() -> Pages.create("/pfx", List.of(), "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"/pfx\"");
    }

    private static List<String> actions(ServerState state) {
        String html = PAGES.home(new HomePage(
                Chrome.of("alice", "t"),
                List.of(new ServerRow(
                        "",
                        state,
                        Optional.of("/open"),
                        Optional.of("/start"),
                        Optional.of("/stop"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())),
                Optional.empty()));
        return Pattern.compile("\"(/open|/start|/stop)\"")
                .matcher(html)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static List<String> scriptsWithoutFile(String html) {
        return Pattern.compile("<script[^>]*>[^<]*")
                .matcher(html)
                .results()
                .map(MatchResult::group)
                .filter(script -> !script.matches("<script src=\"/pfx/hub/static/[a-z]+\\.js\\?v=[\\w-]{8}\" defer>"))
                .toList();
    }

    private static List<Element> elements(String html) {
        return Pattern.compile("<([a-z][a-z0-9]*)((?:[^>\"]|\"[^\"]*\")*)>")
                .matcher(html)
                .results()
                .map(match -> new Element(match.group(1), match.group(), attributes(match.group(2))))
                .toList();
    }

    private static Map<String, String> attributes(String source) {
        Map<String, String> attributes = new HashMap<>();
        Pattern.compile("([^\\s=\"]+)(?:=\"([^\"]*)\")?")
                .matcher(source)
                .results()
                .forEach(match -> attributes.put(
                        match.group(1), Optional.ofNullable(match.group(2)).orElse("")));
        return attributes;
    }

    private record Element(String name, String source, Map<String, String> attributes) {}
}
