package dev.hubwright.hub.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each template can be replaced by one of the operator's, which reads everything that its page has. */
class OverriddenPagesTest {

    private static final Pattern MARK = Pattern.compile("<i>ours: ([a-z-]+\\.html)</i>");

    @TempDir
    Path folder;

    @Test
    void replacesEachPageByOneThatReadsAllItsFields() throws Exception {
        Set<String> templates = new TreeSet<>();
        for (Class<?> page : Page.class.getPermittedSubclasses()) {
            String name = PagesGuideTest.template(page);
            templates.add(name);
            write(
                    name,
                    "{% extends \"default/" + name + "\" %}{% block content %}<i>ours: " + name + "</i>"
                            + "{{ page.chrome.userName }} {{ page.chrome.admin }} {{ page.chrome.xsrfToken }}"
                            + "{% for part in page.chrome.sections %}{{ part }}{% endfor %}"
                            + "{% for service in page.chrome.services %}{{ service.name }} {{ service.href }}{% endfor %}"
                            + reading(page, "page", new HashSet<>()) + "{{ parent() }}{% endblock %}");
        }
        Set<String> shown = new TreeSet<>();

        rendered().forEach((page, html) -> {
            Matcher mark = MARK.matcher(html);
            assertThat(mark.find()).as(page + " is not the built-in one").isTrue();
            assertThat(html).as(page).contains("<h1");
            shown.add(mark.group(1));
        });

        assertThat(shown).isEqualTo(templates);
    }

    @Test
    void replacesEachPartOfPages() throws Exception {
        write(
                "layout.html",
                "{% extends \"default/layout.html\" %}{% block head %}<i>ours: layout.html</i>{% endblock %}");
        write("xsrf.html", "<i>ours: xsrf.html</i>{{ page.chrome.xsrfToken }}");
        write("admin-nav.html", "<i>ours: admin-nav.html</i>{{ at }}");
        write("paging.html", macro("paging.html", "paging(paging)", "{{ paging.total }}"));
        write("sessions-list.html", macro("sessions-list.html", "sessions(sessions, token)", "{{ token }}"));
        write("choices.html", macro("choices.html", "choices(list)", ""));
        write(
                "servers.html",
                macro("servers.html", "rows(servers, token)", "{{ token }}")
                        + macro("servers.html", "state(server)", "{{ server.state }}")
                        + macro("servers.html", "actions(server, title, token)", "{{ title }}{{ token }}"));

        Map<String, String> pages = rendered();

        assertThat(pages.get("logout")).contains(mark("layout.html"));
        assertThat(pages.get("home")).contains(mark("servers.html"));
        assertThat(pages.get("people"))
                .contains(mark("xsrf.html"), mark("admin-nav.html") + "people", mark("paging.html") + "10000")
                .contains(mark("servers.html") + "READY");
        assertThat(pages.get("sessions")).contains(mark("sessions-list.html"));
        assertThat(pages.get("spawn-choices")).contains(mark("choices.html"));
    }

    private static String macro(String template, String signature, String body) {
        return "{% macro " + signature + " %}" + mark(template) + body + "{% endmacro %}";
    }

    private static String mark(String template) {
        return "<i>ours: " + template + "</i>";
    }

    /** A template that shows each component of a record, whatever may be absent. */
    private static String reading(Class<?> record, String path, Set<Class<?>> seen) {
        if (!seen.add(record)) {
            return "";
        }
        StringBuilder template = new StringBuilder();
        for (RecordComponent component : record.getRecordComponents()) {
            template.append(reading(component.getGenericType(), path + "." + component.getName(), seen));
        }
        return template.toString();
    }

    private static String reading(Type type, String path, Set<Class<?>> seen) {
        if (type instanceof ParameterizedType container) {
            Type inner = container.getActualTypeArguments()[0];
            if (container.getRawType() == List.class) {
                String each = "one" + seen.size();
                return "{% for " + each + " in " + path + " %}" + reading(inner, each, seen) + "{% endfor %}";
            }
            return "{% if " + path + " is not null %}" + reading(inner, path, seen) + "{% endif %}";
        }
        if (type instanceof Class<?> inner && inner.isRecord()) {
            return inner == Chrome.class ? "" : reading(inner, path, seen);
        }
        return "{{ " + path + (type == Instant.class ? " | iso" : "") + " }}";
    }

    private Map<String, String> rendered() {
        return new SamplePages("x").render(Pages.create("/", List.of(folder), "1"));
    }

    private void write(String name, String template) throws IOException {
        Files.writeString(folder.resolve(name), template);
    }
}
