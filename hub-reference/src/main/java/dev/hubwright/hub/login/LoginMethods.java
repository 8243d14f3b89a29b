package dev.hubwright.hub.login;

import dev.hubwright.api.Health;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.LoginLabel;
import dev.hubwright.hub.pages.LoginPage;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.UrlEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ways to log in: a form where an authenticator takes passwords, a button for each that has one. */
public final class LoginMethods {

    private final Map<String, Authenticator> authenticators;
    private final Optional<String> otpPrompt;

    /**
     * Takes the authenticators by instance name, in the order of the page.
     *
     * @param otpPrompt what stands beside the field for a one-time code, where there is one
     */
    public LoginMethods(Map<String, Authenticator> authenticators, Optional<String> otpPrompt) {
        this.authenticators = new LinkedHashMap<>(authenticators);
        this.otpPrompt = otpPrompt;
    }

    Map<String, Authenticator> authenticators() {
        return authenticators;
    }

    Optional<String> single() {
        return authenticators.size() == 1 ? authenticators.keySet().stream().findFirst() : Optional.empty();
    }

    /** The only authenticator, if it is reached by a button: then the page has nothing to ask. */
    Optional<String> singleButton() {
        return hasForm() ? Optional.empty() : single();
    }

    boolean hasForm() {
        return authenticators.values().stream()
                .anyMatch(authenticator ->
                        authenticator.capability(LoginLabel.class).isEmpty());
    }

    Optional<String> otpPrompt() {
        return otpPrompt;
    }

    List<LoginPage.ProviderButton> buttons(HubPaths paths, String next) {
        List<LoginPage.ProviderButton> buttons = new ArrayList<>();
        authenticators.forEach((instance, authenticator) -> authenticator
                .capability(LoginLabel.class)
                .ifPresent(label -> buttons.add(new LoginPage.ProviderButton(
                        "Sign in with " + label.loginService(),
                        path(paths, instance, next),
                        isDown(authenticator)
                                ? Optional.of(label.loginService()
                                        + " could not be reached just now; signing in with it may not work.")
                                : Optional.empty()))));
        return buttons;
    }

    /** Where the login by one authenticator begins. */
    static String path(HubPaths paths, String instance, String next) {
        return paths.hub("login/" + UrlEncoding.encode(instance))
                + (next.isEmpty() ? "" : "?next=" + UrlEncoding.encode(next));
    }

    private static boolean isDown(Authenticator authenticator) {
        return authenticator.health().state() == Health.State.DOWN;
    }
}
