package dev.hubwright.hub.login;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Secret;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.hub.web.HubPaths;
import dev.hubwright.hub.web.Request;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells authenticators what a browser or an identity provider has sent. */
final class AuthRequests {

    private final HubPaths paths;
    private final HubOrigin origin;

    AuthRequests(HubPaths paths, HubOrigin origin) {
        this.paths = paths;
        this.origin = origin;
    }

    /**
     * One step of a login.
     *
     * @param instance the authenticator that gets it, where that is decided
     * @param flow what the step before wanted kept
     */
    AuthRequest step(Request request, Optional<String> instance, Optional<Opaque> flow, Opaque hint) {
        AuthRequest.Builder step = AuthRequest.builder()
                .peerAddress(request.peerAddress())
                .forwardedBy(request.forwardedBy())
                .locale(locale(request))
                .hint(hint)
                .callbackUri(URI.create(origin.of(request)
                        + paths.ofAuthenticator(instance.orElse(HubPaths.UNNAMED), "oauth_callback")));
        request.form().forEach((name, values) -> step.field(name, Secret.of(values.get(values.size() - 1))));
        request.query().forEach((name, values) -> {
            if (values.size() == 1) {
                step.query(name, values.get(0));
            }
        });
        request.headers().forEach(step::header);
        flow.ifPresent(step::flow);
        return step.build();
    }

    private static Locale locale(Request request) {
        try {
            List<Locale.LanguageRange> ranges =
                    Locale.LanguageRange.parse(request.header("accept-language").orElse("en"));
            return Locale.forLanguageTag(ranges.get(0).getRange());
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }
}
