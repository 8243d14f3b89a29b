package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.api.ProviderContext;
import dev.hubwright.api.ProviderException;
import dev.hubwright.api.RawSettings;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.AuthenticatorFactory;
import dev.hubwright.api.auth.LoginRules;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.api.contract.FreePort;
import dev.hubwright.hub.remoteuser.RemoteUserAuthenticatorFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A hub behind an Apache of its own, which asks for the password and says in a header who it was. */
final class RemoteUserSite implements AutoCloseable {

    /** What a site has to write so that nobody but Apache says who somebody is. */
    static final String CAREFUL = """
            RequestHeader unset Remote-User
            RequestHeader set REMOTE_USER "expr=%{REMOTE_USER}"
            """;

    private static final String SECRET = "between-apache-and-hub";

    final WholeHub hub;
    final URI front;
    private final Httpd httpd;

    /** @param header how Apache says who it was */
    RemoteUserSite(Path folder, LoginRules.Builder rules, String header) throws Exception {
        Authenticator remoteUser = remoteUser(Map.of("front_secret", SECRET));
        hub = new WholeHub(
                Files.createDirectory(folder.resolve("hub")),
                builder -> builder.authenticator(remoteUser, rules.build()).autoLogin());
        int port = FreePort.take();
        front = HubRun.at(port);
        writePeople(folder);
        Path site = Files.writeString(
                folder.resolve("site.conf"),
                resource("remote-user-apache.conf")
                        .replace("@FOLDER@", folder.toString())
                        .replace("@HUB@", hub.hub.url().toString())
                        .replace("@HEADER@", header)
                        .replace("@SECRET@", SECRET));
        httpd = new Httpd(folder, port, site);
    }

    private static void writePeople(Path folder) throws Exception {
        String hash = Guide.runScript("openssl passwd -apr1 '" + RunningHub.PASSWORD + "'", Map.of());
        StringBuilder people = new StringBuilder();
        for (String name : List.of("alice", "bob", "mallory", "admin")) {
            people.append(name).append(':').append(hash.strip()).append('\n');
        }
        Files.writeString(folder.resolve("people"), people);
        // It reads its people as another user.
        assertThat(folder.toFile().setExecutable(true, false)).isTrue();
    }

    static Authenticator remoteUser(Map<String, Object> values) {
        AuthenticatorFactory factory = new RemoteUserAuthenticatorFactory();
        Settings settings =
                Settings.read(factory.schema(), RawSettings.of(Map.of("RemoteUserAuthenticator", values)), Map.of());
        return factory.create(settings, ProviderContext.builder().build());
    }

    /** Who has come in. */
    List<String> users() throws ProviderException {
        return hub.store.users().all().stream()
                .filter(user -> user.authenticated().isPresent())
                .map(UserRecord::name)
                .sorted()
                .toList();
    }

    /** Follows redirects to the first answer that is none. */
    static WebClient.Answer page(WebClient browser, String path, String person, String... headers) {
        WebClient.Answer answer = get(browser, path, person, headers);
        for (int i = 0; i < 10 && answer.location().isPresent(); i++) {
            answer = get(browser, answer.location().get(), person, headers);
        }
        return answer;
    }

    static WebClient.Answer get(WebClient browser, String path, String person, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Authorization";
        all[1] = basic(person);
        return browser.get(path, all);
    }

    static String basic(String person) {
        byte[] pair = (person + ":" + RunningHub.PASSWORD).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static String resource(String name) throws IOException {
        try (var content = RemoteUserSite.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        httpd.close();
        hub.close();
    }
}
