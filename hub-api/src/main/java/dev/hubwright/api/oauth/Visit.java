package dev.hubwright.api.oauth;

import java.util.Optional;

/** Who a request comes from. That the hub cannot be asked is not among these; it is an exception. */
public sealed interface Visit {

    /**
     * Somebody who may use this application.
     *
     * @param user as the hub knows them
     * @param xsrf present if a cookie says so, which a browser sends for any page that asks it to: what requests that
     *     change something must then bring along; see {@link HubOAuth#isForged}
     */
    record Known(HubUser user, Optional<String> xsrf) implements Visit {

        /** Says whose. */
        @Override
        public String toString() {
            return "Known[" + user.name() + "]";
        }
    }

    /** Somebody whom the hub knows and who may not use this application: answer with 403. */
    record Refused(HubUser user) implements Visit {}

    /** Nobody yet: send browsers to {@link HubOAuth#login}, and answer programs with 403. */
    record Stranger() implements Visit {}
}
