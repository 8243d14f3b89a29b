package dev.hubwright.hub.operation;

import dev.hubwright.api.ProviderException;
import dev.hubwright.api.spawn.ServerQuotas;
import dev.hubwright.api.spawn.ServerRef;
import dev.hubwright.hub.store.UserGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Keeps people to what they and their groups may have running. Who is in which group is asked at each start. */
public final class RunningQuotas implements ServerQuotas {

    private final RunningLimits limits;
    private final UserGroups groups;

    /** Takes what it works with. */
    public RunningQuotas(RunningLimits limits, UserGroups groups) {
        this.limits = limits;
        this.groups = groups;
    }

    @Override
    public List<Quota> of(ServerRef server) throws ProviderException {
        String user = server.user();
        List<Quota> quotas = new ArrayList<>();
        Optional<String> generous = Optional.empty();
        int each = 0;
        for (Map.Entry<String, RunningLimits.OfGroup> group : new TreeMap<>(limits.groups()).entrySet()) {
            Set<String> members = groups.members(group.getKey());
            if (!members.contains(user)) {
                continue;
            }
            int mine = group.getValue().each().orElse(0);
            if (mine > each) {
                each = mine;
                generous = Optional.of(group.getKey());
            }
            group.getValue()
                    .together()
                    .ifPresent(most -> quotas.add(new Quota(members::contains, most, together(group.getKey(), most))));
        }
        int most = generous.isPresent() ? each : limits.perUser();
        if (most > 0) {
            quotas.add(0, new Quota(user::equals, most, each(generous, most)));
        }
        return quotas;
    }

    private static String each(Optional<String> group, int most) {
        String whose =
                group.map(name -> "each member of the group \"" + name + "\"").orElse("a person");
        return "No more than " + servers(most) + " for " + whose + " may run at the same time; stop one first";
    }

    private static String together(String group, int most) {
        return "No more than " + servers(most) + " of the group \"" + group
                + "\" may run at the same time; try again when one of its members has stopped theirs";
    }

    private static String servers(int count) {
        return count == 1 ? "1 server" : count + " servers";
    }
}
