package dev.hubwright.hub.pages;

import dev.hubwright.api.auth.AuthResult;
import java.util.List;
import java.util.Optional;

/**
 * Where people sign in: by a form, by buttons that lead to identity providers, or both. With {@code questions} it asks
 * only these, because the first step of the login is done.
 *
 * @param formAction where the form is posted to: {@code username}, {@code password}, {@code otp} if it is asked for,
 *     {@code next} unless that is empty, and a field for each question
 * @param username what the field holds at first; may be empty
 * @param error why the last attempt came to nothing
 * @param next where to go afterwards, in a hidden field; may be empty
 * @param providers the buttons, in order
 * @param showForm whether there is a form for name and password
 * @param otpPrompt the label of a field for a one-time password beside the password; empty if there is none
 * @param questions what an authenticator wants to know in a further step
 * @param message what stands above the form; may be empty
 */
public record LoginPage(
        Chrome chrome,
        String formAction,
        String username,
        Optional<String> error,
        String next,
        List<ProviderButton> providers,
        boolean showForm,
        Optional<String> otpPrompt,
        List<AuthResult.Field> questions,
        String message)
        implements Page {

    /** Copies the lists. */
    public LoginPage {
        providers = List.copyOf(providers);
        questions = List.copyOf(questions);
    }

    /**
     * A way to sign in somewhere else.
     *
     * @param label what stands on the button, such as {@code Sign in with Keycloak}
     * @param href where it leads, {@code next} included
     * @param trouble why it may not work just now
     */
    public record ProviderButton(String label, String href, Optional<String> trouble) {}
}
