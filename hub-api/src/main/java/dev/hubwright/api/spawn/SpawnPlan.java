package dev.hubwright.api.spawn;

import static java.util.Objects.requireNonNull;

/** What a {@link SpawnPlanner} makes of somebody's wish. */
public sealed interface SpawnPlan {

    /** It can be tried: {@code request} has all but what the supervisor sets itself. */
    static Ready ready(SpawnRequest.Builder request) {
        return new Ready(request);
    }

    /**
     * It is not tried, and nothing is broken: an option is not permitted, a quota is used up.
     *
     * @param reason for the operator
     * @param publicMessage for the person
     */
    static Refused refused(String reason, String publicMessage) {
        return new Refused(StartResult.refused(reason, publicMessage));
    }

    /** It can be tried. */
    final class Ready implements SpawnPlan {

        private final SpawnRequest.Builder request;

        private Ready(SpawnRequest.Builder request) {
            this.request = requireNonNull(request, "request");
        }

        /** The request so far. */
        public SpawnRequest.Builder request() {
            return request;
        }

        @Override
        public String toString() {
            return "Ready";
        }
    }

    /** It is not tried, and nothing is broken. */
    final class Refused implements SpawnPlan {

        private final StartResult.Refused result;

        private Refused(StartResult.Refused result) {
            this.result = result;
        }

        /** Why, as if the spawner had refused. */
        public StartResult.Refused result() {
            return result;
        }

        @Override
        public String toString() {
            return result.toString();
        }
    }
}
