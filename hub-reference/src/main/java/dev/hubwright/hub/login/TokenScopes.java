package dev.hubwright.hub.login;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.auth.UserRecord;
import dev.hubwright.hub.scopes.Holder;
import dev.hubwright.hub.scopes.Role;
import dev.hubwright.hub.scopes.Roles;
import dev.hubwright.hub.scopes.ScopeSet;
import dev.hubwright.hub.web.HttpError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Decides what a token may do that somebody makes. Thread-safe. */
public final class TokenScopes {

    private static final String ALL = "inherit";

    private final Roles roles;

    /** Takes the roles of the hub. */
    public TokenScopes(Roles roles) {
        this.roles = roles;
    }

    /**
     * What a token is to have.
     *
     * @param scopes as texts; empty if nobody said any, here and in {@code fromRoles}, for what the role {@code token}
     *     says, which is all that its owner may do unless settings say otherwise. A list without any is a wish for none
     * @param fromRoles names of roles that are meant by their scopes of today
     * @param maker who makes it: the owner, whose token may be a narrow one and then makes no wider one, or somebody
     *     else with the scope {@code tokens}, who may do whatever the owner may by it, as at JupyterHub
     * @throws HttpError 400 for a scope or role that there is not; 403 for more than the owner may do, or the owner's
     *     own token
     */
    public Set<String> granted(
            Optional<List<String>> scopes, Optional<List<String>> fromRoles, UserRecord owner, Visitor maker)
            throws ProviderException {
        Set<String> texts = new TreeSet<>();
        for (String scope : scopes.orElse(List.of())) {
            if (!scope.equals("all") && !roles.tree().isScope(scope)) {
                throw new HttpError(400, "There is no scope \"" + scope + "\"");
            }
            texts.add(scope);
        }
        for (String role : fromRoles.orElse(scopes.isPresent() ? List.of() : List.of(Role.TOKEN))) {
            texts.addAll(roles.find(role)
                    .orElseThrow(() -> new HttpError(400, "There is no role \"" + role + "\""))
                    .scopes());
        }
        ScopeSet ofOwner = roles.ofUser(owner);
        ScopeSet wanted = roles.read(texts, Holder.user(owner.name()), ofOwner);
        if (!ofOwner.includesAll(wanted)
                || maker.is(owner.name()) && !maker.scopes().includesAll(wanted)) {
            throw new HttpError(
                    403, "A token cannot have scopes that its owner, or the token that makes it, does not have");
        }
        return texts.contains(ALL) ? Set.of(ALL) : wanted.texts();
    }
}
