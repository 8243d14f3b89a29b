package dev.hubwright.hub.login;

import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.web.HttpError;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Decides what a token may do that somebody makes. */
public final class TokenScopes {

    private static final String ALL = "inherit";

    private TokenScopes() {}

    /**
     * What a token is to have.
     *
     * @param asked as texts; nothing, or {@code inherit}, for all that its owner may do
     * @param maker who makes it, and may give away no more than they have
     * @throws HttpError 403 for more than the owner or the maker may do
     */
    public static Set<String> granted(Collection<String> asked, UserRecord owner, Visitor maker) {
        Collection<String> texts = asked.isEmpty() ? Set.of(ALL) : asked;
        ScopeSet ofOwner = ScopeSet.ofUser(owner.name(), owner.admin());
        ScopeSet wanted = ScopeSet.read(texts, owner.name(), Optional.empty(), ofOwner);
        if (!ofOwner.includesAll(wanted) || !maker.scopes().includesAll(wanted)) {
            throw new HttpError(403, "A token cannot have scopes that its owner, or whoever makes it, does not have");
        }
        return texts.contains(ALL) ? Set.of(ALL) : wanted.texts();
    }
}
