package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.docs.Document;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {

    @Test
    void theReferenceIsThatOfTheCode() throws IOException {
        Document.mustBe(Document.FOLDER.resolve("settings.md"), new SettingsReference().write());
    }

    @Test
    void theReferenceHasTheHubAndItsProviders() {
        assertThat(new SettingsReference().write())
                .contains("`bind_url`", "`keys`", "### DemoAuthenticator", "### LocalProcessSpawner");
    }
}
