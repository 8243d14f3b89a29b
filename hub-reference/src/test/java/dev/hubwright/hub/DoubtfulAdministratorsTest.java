package dev.hubwright.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginPipeline;
import dev.hubwright.api.auth.LoginRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Rights that wait for somebody, once another authenticator may bring a namesake. */
@Timeout(60)
class DoubtfulAdministratorsTest {

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(LoginPipeline.class);
    }

    @Test
    void areNamedInTheLog() throws Exception {
        try (WholeHub hub = hub(builder -> {})) {
            hub.browserOf("ben");
        }
        assertThat(warnings()).isEmpty();

        try (WholeHub hub = hub(builder -> with(builder, "partners", "cleo"))) {
            assertThat(hub.store.users().find("ada").orElseThrow().admin()).isTrue();
        }
        assertThat(warnings()).singleElement().satisfies(warning -> assertThat(warning)
                .contains(": ada. ", "Authenticator.admin_users"));
    }

    private WholeHub hub(Consumer<HubBuilder> changes) throws Exception {
        return new WholeHub(folder, builder -> {
            with(builder, "campus", "ada", "ben", "cleo");
            changes.accept(builder);
        });
    }

    private static void with(HubBuilder builder, String instance, String... admins) {
        builder.authenticator(
                instance,
                request -> AuthResult.granted(Identity.of(request.username())),
                LoginRules.builder().adminUsers(Set.of(admins)).build());
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
