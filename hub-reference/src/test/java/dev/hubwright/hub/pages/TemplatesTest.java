package dev.hubwright.hub.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.hubwright.api.InvalidSettings;
import dev.hubwright.api.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TemplatesTest {

    @TempDir
    Path folder;

    @Test
    void prefersTheTemplateOfTheOperator() throws IOException {
        write("logout.html", "<p>Bye {{ page.chrome.userName }}</p>");

        assertThat(logout()).isEqualTo("<p>Bye a&lt;b</p>");
    }

    @Test
    void extendsABuiltInTemplateOfTheSameName() throws IOException {
        write("logout.html", "{% extends \"default/logout.html\" %}{% block title %}Bye{% endblock %}");

        assertThat(logout()).contains("<title>Bye · Hubwright</title>", "You are signed out");
    }

    @Test
    void framesBuiltInPagesWithTheLayoutOfTheOperator() throws IOException {
        write("layout.html", "<body class=\"ours\">{% block content %}{% endblock %}</body>");

        assertThat(logout()).startsWith("<body class=\"ours\">").contains("You are signed out");
    }

    @Test
    void refusesToStartWithTemplatesThatCannotBeCompiled() throws IOException {
        write("home.html", "<p>\n{% if %}");
        write("login.html", "{{ unclosed");

        assertThatThrownBy(this::pages)
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("JupyterHub.template_paths")
                .hasMessageContaining(folder.resolve("home.html") + ", line 2: ")
                .hasMessageContaining(folder.resolve("login.html").toString());
    }

    @Test
    void takesTheTemplateOfTheFirstFolder() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.writeString(first.resolve("logout.html"), "one");
        Files.writeString(second.resolve("logout.html"), "two");
        Files.writeString(second.resolve("error.html"), "error of two");
        Pages pages = Pages.create("/", List.of(first, second), "1");

        assertThat(pages.logout(new LogoutPage(Chrome.of("a", "t")))).isEqualTo("one");
    }

    @Test
    void readsChangedTemplatesAgainAndKeepsTheOldOnesWhereTheyAreBroken() throws IOException {
        write("logout.html", "before");
        Pages pages = pages();
        LogoutPage page = new LogoutPage(Chrome.of("a", "t"));
        write("logout.html", "after");
        assertThat(pages.logout(page)).isEqualTo("before");

        pages.use(List.of(folder));
        assertThat(pages.logout(page)).isEqualTo("after");

        write("logout.html", "{% if %}");
        assertThatThrownBy(() -> pages.use(List.of(folder))).isInstanceOf(InvalidSettings.class);
        assertThat(pages.logout(page)).isEqualTo("after");

        pages.use(List.of());
        assertThat(pages.logout(page)).contains("You are signed out");
    }

    @Test
    void refusesToStartWithAMissingFolder() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> Pages.create("/", List.of(missing), "1"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void refusesToStartWithATemplateThatIsNotText() throws IOException {
        Files.write(folder.resolve("home.html"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(this::pages).isInstanceOf(InvalidSettings.class).hasMessageContaining("UTF-8");
    }

    @Test
    void showsTheBuiltInPageWhenATemplateFailsOnItsValues() throws IOException {
        write("logout.html", "{{ page.nothingOfThatName }}");

        assertThat(logout()).contains("You are signed out");
    }

    @Test
    void showsTheBuiltInPageWhenATemplateExtendsItself() throws IOException {
        write("logout.html", "{% extends \"logout.html\" %}");

        assertThat(logout()).contains("You are signed out");
    }

    @Test
    void showsTheBuiltInPageWhenATemplateReachesOutOfItsFolder() throws IOException {
        Files.writeString(folder.resolve("secret.html"), "secret");
        folder = Files.createDirectory(folder.resolve("templates"));
        write("logout.html", "{% include \"../secret.html\" %}");

        assertThat(logout()).contains("You are signed out").doesNotContain("secret");
    }

    @Test
    void namesTheCauseWithoutTheValue() throws IOException {
        write("tokens.html", "{{ page.form.created | utc }}");
        TokensPage.Form form = new TokensPage.Form(
                "/create",
                new TokensPage.Wish("", "", ""),
                List.of(),
                Optional.empty(),
                Optional.of(Secret.of("hush-hush")));
        TokensPage page = new TokensPage(Chrome.of("alice", "t"), form, List.of(), List.of());

        assertThat(logged(() -> pages().tokens(page)))
                .contains("tokens.html, line 1", "take an instant", "the built-in tokens.html is shown instead")
                .doesNotContain("hush-hush");
    }

    private static String logged(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(Templates.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            action.run();
        } finally {
            logger.detachAppender(appender);
        }
        return appender.list.toString();
    }

    private void write(String name, String template) throws IOException {
        Files.writeString(folder.resolve(name), template);
    }

    private Pages pages() {
        return Pages.create("/", List.of(folder), "1");
    }

    private String logout() {
        return pages().logout(new LogoutPage(Chrome.of("a<b", "t")));
    }
}
