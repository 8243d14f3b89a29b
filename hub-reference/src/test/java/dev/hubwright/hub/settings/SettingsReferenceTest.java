package dev.hubwright.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hubwright.docs.Document;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {

    @Test
    void theReferenceIsThatOfTheCode() throws IOException {
        Document.mustBe(Document.FOLDER.resolve("settings.md"), new SettingsReference().write());
    }

    @Test
    void theTableOfSupportIsThatOfTheCode() throws IOException {
        Path page = Document.FOLDER.resolve("migrating-from-jupyterhub.md");
        Document.mustBe(page, SupportTable.in(page));
    }

    @Test
    void theReferenceHasTheHubAndItsProviders() {
        assertThat(new SettingsReference().write())
                .contains("`bind_url`", "`keys`", "### DemoAuthenticator", "### LocalProcessSpawner");
    }
}
