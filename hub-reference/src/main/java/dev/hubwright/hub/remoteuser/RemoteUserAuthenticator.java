package dev.hubwright.hub.remoteuser;

import dev.hubwright.api.Opaque;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.Authenticator;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import dev.hubwright.api.auth.LoginLabel;
import dev.hubwright.api.auth.RepeatedLogin;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes a trusted front end's word for who somebody is. */
final class RemoteUserAuthenticator implements Authenticator, LoginLabel, RepeatedLogin {

    private static final String HEADERS = "headers";

    private final FrontEnd frontEnd;
    private final String header;
    private final Optional<String> groupsHeader;
    private final List<String> keptHeaders;
    private final String loginService;
    private final Optional<URI> logoutUrl;

    RemoteUserAuthenticator(Settings settings) {
        this.frontEnd = new FrontEnd(settings);
        this.header = settings.get(RemoteUserSettings.HEADER_NAME);
        this.groupsHeader = settings.find(RemoteUserSettings.GROUPS_HEADER);
        this.keptHeaders = settings.get(RemoteUserSettings.AUTH_STATE_HEADERS);
        this.loginService = settings.get(RemoteUserSettings.LOGIN_SERVICE);
        this.logoutUrl = settings.find(RemoteUserSettings.LOGOUT_URL);
    }

    @Override
    public AuthResult authenticate(AuthRequest request) {
        Optional<String> doubt = frontEnd.doubt(request);
        if (doubt.isPresent()) {
            return nobody("nothing that the request says is believed: " + doubt.get());
        }
        try {
            Identity identity = Identity.of(HeaderValue.user(request, header));
            if (groupsHeader.isPresent()) {
                identity = identity.withGroups(new HashSet<>(HeaderValue.list(request, groupsHeader.get())));
            }
            return AuthResult.granted(identity, kept(request));
        } catch (HeaderValue.Unusable e) {
            return nobody(e.getMessage());
        }
    }

    /** There is no secret that could be guessed, so the person may know. */
    private static AuthResult nobody(String detail) {
        return AuthResult.deniedAfterProof(
                        DenialReason.NOT_PERMITTED,
                        "The web server in front of this hub did not say who you are. Log in there first.")
                .withDetail(detail);
    }

    private Opaque kept(AuthRequest request) throws HeaderValue.Unusable {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : keptHeaders) {
            Optional<String> value = HeaderValue.kept(request, name);
            value.ifPresent(text -> kept.put(name, text));
        }
        return kept.isEmpty() ? Opaque.empty() : Opaque.of(1, Map.of(HEADERS, kept));
    }

    @Override
    public Optional<URI> logout(Identity identity, Opaque authState) {
        return logoutUrl;
    }

    @Override
    public String loginService() {
        return loginService;
    }

    @Override
    public Set<String> headers() {
        Set<String> names = new HashSet<>(keptHeaders);
        names.add(header);
        groupsHeader.ifPresent(names::add);
        frontEnd.secretHeader().ifPresent(names::add);
        Set<String> all = new HashSet<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            all.addAll(List.of(lower, lower.replace('_', '-'), lower.replace('-', '_')));
        }
        return all;
    }

    @Override
    public boolean contradicts(AuthRequest request, Identity identity) {
        if (request.header(header).isEmpty() || frontEnd.doubt(request).isPresent()) {
            return false; // A front end that asks for a login on some pages only says nothing on others.
        }
        try {
            return !HeaderValue.user(request, header).equals(identity.name());
        } catch (HeaderValue.Unusable e) {
            return true;
        }
    }

    @Override
    public Optional<String> objectionToRemoteClients() {
        return frontEnd.isUnnamed()
                ? Optional.of(
                        "RemoteUserAuthenticator.trusted_proxies is not set, and the hub listens on more than this "
                                + "machine: name the addresses of the web servers in front of it, or set JupyterHub.bind_url to "
                                + "http://127.0.0.1:8000")
                : Optional.empty();
    }
}
