package dev.hubwright.hub.pages;

/**
 * What one page shows. All texts are plain and are escaped where they are shown. Addresses ({@code …Href},
 * {@code …Action}, {@code …Url}) are put into links and forms as they are, so whoever makes them sees to it that they
 * do not begin with {@code javascript:} and do not lead off the hub unintended.
 */
public sealed interface Page
        permits AcceptSharePage,
                SettingsPage,
                PeoplePage,
                PersonPage,
                SessionsPage,
                LoginsPage,
                DevicePage,
                ErrorPage,
                GroupPage,
                GroupsPage,
                HomePage,
                LoginPage,
                LogoutPage,
                NotRunningPage,
                NoticePage,
                NoticesPage,
                OAuthPage,
                PendingPage,
                ServicesPage,
                SpawnPage,
                StoppingPage,
                TokensPage {

    /** What frames the page. */
    Chrome chrome();
}
