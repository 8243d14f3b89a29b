package dev.hubwright.hub;

import dev.hubwright.api.Audit;
import dev.hubwright.api.ProviderException;
import dev.hubwright.hub.admin.RecentLogins;
import dev.hubwright.hub.audit.AuditFile;
import dev.hubwright.hub.audit.IdentifiedAudit;
import dev.hubwright.hub.metrics.HubMetrics;
import dev.hubwright.hub.proxy.RequestId;
import dev.hubwright.hub.store.HubStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Those who hear of what happens in a hub.
 *
 * @param audit tells all of them
 */
record Observers(HubMetrics metrics, RecentLogins logins, Audit audit) {

    static Observers of(HubBuilder builder, HubStore store, Closing closing) throws ProviderException {
        HubMetrics metrics = closing.add(metrics(builder, store));
        RecentLogins logins = new RecentLogins(builder.clock);
        List<Audit> all = new ArrayList<>();
        all.add(metrics.audit(builder.authenticators.keySet(), builder.spawners.keySet()));
        all.add(logins::record);
        if (builder.auditFile.isPresent()) {
            all.add(closing.add(AuditFile.open(builder.auditFile.get(), builder.clock)));
        }
        // The embedder's, which may fail or be slow, comes last.
        all.add(builder.audit);
        return new Observers(metrics, logins, new IdentifiedAudit(RequestId.KEY, all));
    }

    private static HubMetrics metrics(HubBuilder builder, HubStore store) {
        HubMetrics metrics = new HubMetrics();
        metrics.watch(store, builder.clock);
        builder.authenticators.forEach((name, provider) -> metrics.watch("authenticator", name, provider));
        builder.spawners.forEach((name, provider) -> metrics.watch("spawner", name, provider));
        return metrics;
    }
}
