package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.Origin;
import dev.hubwright.api.Problem;
import dev.hubwright.api.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code JupyterHub.services} may say. */
class ServiceReaderTest {

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void readsEveryField() {
        Map<String, Object> entries = new HashMap<>();
        entries.put("name", "grader");
        entries.put("admin", true);
        entries.put("url", "http://127.0.0.1:8181");
        entries.put("command", List.of("python3", "-m", "grader", 5));
        entries.put("environment", Map.of("COURSE", "101", "DEPTH", 3));
        entries.put("api_token", "long-enough-token");
        entries.put("cwd", "/srv/grader");
        entries.put("user", "grader");
        entries.put("info", Map.of("course", Map.of("id", 101)));
        entries.put("display", false);
        entries.put("oauth_client_id", "service-grades");
        entries.put("oauth_no_confirm", true);
        entries.put("oauth_redirect_uri", "https://grades.example.org/callback");
        entries.put("oauth_client_allowed_scopes", List.of("read:users!user"));

        assertThat(read(entries))
                .isEqualTo(ServiceDefinition.builder("grader")
                        .admin(true)
                        .url(URI.create("http://127.0.0.1:8181"))
                        .command(List.of("python3", "-m", "grader", "5"))
                        .environment(Map.of("COURSE", "101", "DEPTH", "3"))
                        .apiToken(Secret.of("long-enough-token"))
                        .cwd(Path.of("/srv/grader"))
                        .user("grader")
                        .info(Map.of("course", Map.of("id", 101)))
                        .display(false)
                        .oauthClientId("service-grades")
                        .oauthNoConfirm(true)
                        .oauthRedirectUri("https://grades.example.org/callback")
                        .oauthClientAllowedScopes(List.of("read:users!user"))
                        .build());
        assertThat(problems).isEmpty();
    }

    @Test
    void hasDefaults() {
        ServiceDefinition service = read(Map.of("name", "cull"));

        assertThat(service.oauthClientId()).isEqualTo("service-cull");
        assertThat(service.display()).isTrue();
        assertThat(service.admin()).isFalse();
        assertThat(service.isManaged()).isFalse();
        assertThat(service.apiToken()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "url,ftp://x,an address without a path",
        "url,http://x/path,an address without a path",
        "url,http://a:b@x,an address without a path",
        "url,8181,an address without a path",
        "api_token,hunter2,at least 8 characters",
        "api_token,hunter two three,at least 8 characters",
        "admin,yes,true or false",
        "display,1,true or false",
        "environment,A=b,a map",
        "info,text,a map",
        "oauth_client_id,grader,service-",
        "oauth_redirect_uri,javascript:alert(1),a path",
        "oauth_redirect_uri,//evil.example/x,a path",
        "oauth_redirect_uri,callback,a path",
        "comand,x,did you mean command?",
        "oauth_roles,x,oauth_client_allowed_scopes",
        "user,alice,does not start this one",
        "cwd,/tmp,does not start this one",
    })
    void namesServiceFieldAndRemedy(String field, String value, String remedy) {
        read(Map.of("name", "grader", field, value));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("JupyterHub.services[grader]." + field);
            assertThat(problem.message()).contains(remedy).doesNotContain("hunter");
        });
    }

    @Test
    void reportsEverythingAtOnce() {
        List<Object> services = List.of(
                Map.of("name", "a/b"),
                Map.of("url", "http://x"),
                "text",
                Map.of("name", "one", "url", "x", "api_token", "short"),
                Map.of("name", "two"),
                Map.of("name", "two"));

        ServiceReader.readAll(services, Origin.CODE, problems);

        assertThat(problems)
                .extracting(Problem::path)
                .containsExactly(
                        "JupyterHub.services[0].name",
                        "JupyterHub.services[1].name",
                        "JupyterHub.services[2].name",
                        "JupyterHub.services[one].url",
                        "JupyterHub.services[one].api_token",
                        "JupyterHub.services[two].name");
    }

    @Test
    void refusesWhatIsNoList() {
        assertThat(ServiceReader.readAll(Map.of("cull", Map.of()), Origin.CODE, problems))
                .isEmpty();
        assertThat(problems).singleElement().asString().contains("JupyterHub.services must be a list");
    }

    private ServiceDefinition read(Map<String, Object> entries) {
        return ServiceReader.readAll(List.of(entries), Origin.CODE, problems).get(0);
    }
}
