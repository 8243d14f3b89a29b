package dev.hubwright.hub.remoteuser;

import dev.hubwright.api.Secret;
import dev.hubwright.api.Settings;
import dev.hubwright.api.auth.AuthRequest;
import dev.hubwright.hub.proxy.AddressRange;
import java.util.List;
import java.util.Optional;

/** Which front ends are believed, and how they are known. Immutable. */
final class FrontEnd {

    private final List<AddressRange> named;
    private final Optional<Secret> secret;
    private final String secretHeader;

    FrontEnd(Settings settings) {
        this.named = settings.get(RemoteUserSettings.TRUSTED_PROXIES).stream()
                .map(AddressRange::parse)
                .toList();
        this.secret = settings.find(RemoteUserSettings.FRONT_SECRET).filter(value -> !value.isEmpty());
        this.secretHeader = settings.get(RemoteUserSettings.FRONT_SECRET_HEADER);
    }

    /** Why a request is not from a front end; empty if it is. */
    Optional<String> doubt(AuthRequest request) {
        String address = request.forwardedBy();
        if (address.isEmpty()) {
            return Optional.of("it did not come through the hub's own proxy");
        }
        List<AddressRange> trusted = named.isEmpty() ? AddressRange.THIS_MACHINE : named;
        if (trusted.stream().noneMatch(range -> range.contains(address))) {
            return Optional.of(
                    "it came from " + address + ", which RemoteUserAuthenticator.trusted_proxies does not name");
        }
        List<Secret> sent =
                request.header(secretHeader).stream().map(Secret::of).toList();
        return secret.isEmpty() || sent.equals(List.of(secret.get()))
                ? Optional.empty()
                : Optional.of("its " + secretHeader + " is not RemoteUserAuthenticator.front_secret");
    }

    /** Whether nobody said where it is. */
    boolean isUnnamed() {
        return named.isEmpty();
    }

    Optional<String> secretHeader() {
        return secret.map(any -> secretHeader);
    }
}
