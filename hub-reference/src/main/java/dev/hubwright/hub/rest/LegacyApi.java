package dev.hubwright.hub.rest;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.Secret;
import dev.hubwright.hub.login.Visitor;
import dev.hubwright.hub.login.Visitors;
import dev.hubwright.hub.web.HttpError;
import dev.hubwright.hub.web.Request;
import dev.hubwright.hub.web.Response;
import java.util.Optional;

/** {@code /authorizations/…}: how servers of old asked who somebody is. */
final class LegacyApi {

    private final Visitors visitors;
    private final UserApi users;

    LegacyApi(Visitors visitors, UserApi users) {
        this.visitors = visitors;
        this.users = users;
    }

    /** {@code GET /authorizations/token/{token}}: whose token that is, for anybody who has one. */
    Response token(Request request) throws ProviderException, InterruptedException {
        visitors.forApi(request);
        Optional<Visitor> owner = visitors.byToken(Secret.of(request.path("token")));
        return users.identity(owner.orElseThrow(() -> Access.notFound("such token")));
    }

    /** {@code POST /authorizations/token}: passwords are taken at the token operations alone. */
    Response makeToken(Request request) {
        throw new HttpError(404, "Tokens are made at users/{name}/tokens");
    }

    /** {@code GET /authorizations/cookie/…}: nobody may hand on what logs a browser in. */
    Response cookie(Request request) throws ProviderException, InterruptedException {
        visitors.forApi(request);
        throw new HttpError(404, "Cookies of the hub say nothing to others; use OAuth");
    }
}
