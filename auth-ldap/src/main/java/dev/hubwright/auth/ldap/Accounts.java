package dev.hubwright.auth.ldap;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import dev.hubwright.api.Opaque;
import dev.hubwright.api.auth.AuthResult;
import dev.hubwright.api.auth.DenialReason;
import dev.hubwright.api.auth.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the hub is told about an entry. Thread-safe. */
final class Accounts {

    private static final int LAYOUT = 1;
    private static final String NAME = "login";
    private static final long NEVER = Long.MAX_VALUE;
    private static final long HUNDRED_NANOS = 10_000_000L;
    private static final long FROM_1601_TO_1970 = 11_644_473_600L;

    private final LdapConfig config;
    private final GroupLookup groups;
    private final Clock clock;

    private final ExpiryHint expiryHint;

    Accounts(LdapConfig config, GroupLookup groups, Clock clock) {
        this.config = config;
        this.groups = groups;
        this.clock = clock;
        this.expiryHint = new ExpiryHint(clock);
    }

    /** Whether anything about a person is wanted beyond that they know their password. */
    boolean needsEntry() {
        return !config.subjectAttributes().isEmpty()
                || !config.authStateAttributes().isEmpty()
                || config.searchFilter().isPresent()
                || config.readsGroups();
    }

    AuthResult.Granted granted(LDAPInterface directory, Entry entry, String hubName, String login)
            throws LDAPException {
        Identity identity = Identity.of(hubName);
        var subject = Subjects.of(entry, config.subjectAttributes());
        if (subject.isPresent()) {
            identity = identity.withSubject(subject.get());
        }
        if (config.readsGroups()) {
            identity = identity.withGroups(groups.of(directory, entry, login));
        }
        Optional<String> shown = Optional.ofNullable(entry.getAttributeValue("displayName"))
                .or(() -> Optional.ofNullable(entry.getAttributeValue("cn")));
        if (shown.isPresent()) {
            identity = identity.withDisplayName(shown.get());
        }
        return AuthResult.granted(identity, authState(entry, login));
    }

    /** The same after a bind, which may have brought news about the password. */
    AuthResult.Granted granted(LDAPInterface directory, Entry entry, String hubName, String login, BindResult bind)
            throws LDAPException {
        AuthResult.Granted granted = granted(directory, entry, hubName, login);
        return expiryHint.of(bind, entry).map(granted::withNotice).orElse(granted);
    }

    /** Why an account that was looked up later may not be used any more. */
    Optional<DenialReason> trouble(Entry entry) {
        Integer control = entry.getAttributeValueAsInteger("userAccountControl");
        if (control != null && (control & 2) != 0
                || "true".equalsIgnoreCase(entry.getAttributeValue("nsAccountLock"))) {
            return Optional.of(DenialReason.ACCOUNT_DISABLED);
        }
        // The password policy draft's word for "until an administrator unlocks it"; other locks pass by themselves.
        if ("000001010000Z".equals(entry.getAttributeValue("pwdAccountLockedTime"))) {
            return Optional.of(DenialReason.ACCOUNT_LOCKED);
        }
        return instant(entry, "accountExpires")
                .filter(end -> !clock.instant().isBefore(end))
                .map(end -> DenialReason.ACCOUNT_EXPIRED);
    }

    /** The login that {@link #granted} was made with. */
    static String login(Identity identity, Opaque authState) {
        return authState.text(NAME).orElse(identity.name());
    }

    /** A point in time as Active Directory writes it; empty for never. */
    static Optional<Instant> instant(Entry entry, String attribute) {
        Long ticks = entry.getAttributeValueAsLong(attribute);
        return ticks == null || ticks == 0 || ticks == NEVER
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(ticks / HUNDRED_NANOS - FROM_1601_TO_1970));
    }

    private Opaque authState(Entry entry, String login) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String name : config.authStateAttributes()) {
            byte[][] values = entry.getAttributeValueByteArrays(name);
            attributes.put(
                    name,
                    values == null
                            ? List.of()
                            : Arrays.stream(values).map(Accounts::text).toList());
        }
        return Opaque.of(LAYOUT, Map.of("user_attributes", attributes, NAME, login));
    }

    /** As text where it is one, else in Base64. */
    private static String text(byte[] value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            return Base64.getEncoder().encodeToString(value);
        }
    }
}
